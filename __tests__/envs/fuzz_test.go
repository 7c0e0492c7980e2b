package envs_test

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// FuzzValidate gives validation arbitrary text. It must not panic, must say
// each problem in one line, and must let nothing through on which the stacks
// or an apply would fail.
func FuzzValidate(f *testing.F) {
	f.Add("dev", "pdm", "us-east-1", "10.2.0.0/16", "us-east-1b", "ml-service", "ops-team@company.com", "alias/terraform-state",
		"v1.4.2", "pdm.company.com", "api.pdm.company.com", "1000:1000", "Europe/Berlin", "20:00", "07:00", "LOG_LEVEL")
	f.Add("dev", "pdm", "us-east-1", "10.2.0.0/16", "us-east-1b", "ml-service", "ops-team@company.com", "alias/terraform-state",
		"", "company.com", "company.com", "1:2147483647", "UTC", "00:00", "23:59", "A")
	f.Add("production", "pdm", "us-gov-west-1", "192.168.0.0/16", "us-gov-west-1b", "x", "a@b.c", "alias/aws/s3",
		"latest", "example.com", "api-evilexample.com", "0:0", "Local", "24:00", "7:00", "API_KEY")
	f.Add("", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "")
	f.Add("bootstrap", "internal", "eu", "::ffff:10.0.0.0/112", "eu-a", "alb", "Ops <a@b.c>", "alias/",
		"-", "com", "*.com", "root", "./UTC", "20:60", "20:60", "PORT")
	f.Add("d\nev", "p\x00dm", "us-east-1\n", "fe80::1%eth0/64", "us-east-1\xff", "../x", "\"a b\"@c.d", "alias/\u00e4",
		"v1\n", "company.com\n", "api.company.com\n", "1:1\n", "../etc/UTC\n", "20:00\n", "\n7:00", "A\n")
	f.Add(chars(600), "sthree", "us-east-10", "10.2.0.0/-1", "us-east-1aa", "api-gateway", "a@[1.2.3.4]", "%s%d%!",
		chars(129), "%s", "%d.%s", "99999999999999999999:1", "%!/%s", "%s:%d", "-1:-1", "ML_SERVICE_HOST")

	f.Fuzz(func(t *testing.T, name, project, region, cidr, zone, service, email, alias,
		image, hosted, host, runsAs, clock, stop, start, variable string) {
		env := envs.Dev()
		env.Name, env.Project, env.Region, env.AlertEmail = name, project, region, email
		env.Network.CIDR = cidr
		env.Network.AvailabilityZones = []string{region + "a", zone}
		mlName(service)(&env)
		s3(func(s *envs.S3State) { s.KeyAlias = alias })(&env)
		tag(image)(&env)
		domain(hosted, host)(&env)
		user(runsAs)(&env)
		timeZone(clock)(&env)
		times(stop, start)(&env)
		variables(variable)(&env)

		err := env.Validate()
		for _, line := range lines(t, err) {
			require.NotContains(t, line, "\n")
		}
		// The same service, port, name and domain again, too.
		twice := env
		twice.Services = append(twice.Services, twice.Services[1])
		for _, line := range lines(t, envs.ValidateAll([]envs.Environment{env, envs.Staging(), twice})) {
			require.NotContains(t, line, "\n")
		}
		if err != nil {
			return
		}

		require.NotContains(t, []string{"bootstrap", "account", "shared"}, name)
		require.LessOrEqual(t, len(project+"-"+name+"-alb"), 32)
		require.LessOrEqual(t, len(project+"-"+name+"-api-gateway-3000"), 32)
		require.LessOrEqual(t, len(project+"-"+name+"-"+service+"-task"), 64)
		require.NotContains(t, []string{"alb", "endpoints", "main", "api-gateway"}, service)
		require.NotContains(t, email, "{", "Terraform would take it for a template")
		require.True(t, strings.HasPrefix(zone, region) && zone != region+"a")
		require.True(t, strings.HasPrefix(alias, "alias/") && !strings.HasPrefix(alias, "alias/aws/"))
		network := netip.MustParsePrefix(cidr)
		require.True(t, network.Addr().Is4() && network.Addr().IsPrivate() && network.Bits() == 16 && network == network.Masked())

		require.Regexp(t, `^(\w[\w.-]{0,127})?\z`, image)
		require.NotEqual(t, "latest", image)
		for _, name := range []string{hosted, host} {
			require.LessOrEqual(t, len(name), 64)
			require.Regexp(t, `^[a-z0-9-]+(\.[a-z0-9-]+)+\z`, name)
		}
		require.True(t, strings.HasSuffix("."+host, "."+hosted))
		for _, id := range strings.SplitN(runsAs, ":", 2) {
			number, err := strconv.ParseInt(id, 10, 32)
			require.NoError(t, err)
			require.Positive(t, number)
		}
		location, err := time.LoadLocation(clock)
		require.NoError(t, err)
		require.NotEqual(t, time.Local, location)
		for _, at := range []string{stop, start} {
			// As a schedule takes it apart.
			require.Regexp(t, `^[0-2][0-9]:[0-5][0-9]\z`, at)
			hour, err := strconv.Atoi(at[:2])
			require.NoError(t, err)
			require.Less(t, hour, 24)
		}
		require.NotEqual(t, stop, start)
		require.True(t, regexp.MustCompile(`^[A-Z][A-Z0-9_]*\z`).MatchString(variable))
	})
}
