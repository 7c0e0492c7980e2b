package envs_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// FuzzValidate gives validation arbitrary text. It must not panic, must say
// each problem in one line, and must let nothing through on which the stacks
// or an apply would fail.
func FuzzValidate(f *testing.F) {
	f.Add("dev", "pdm", "us-east-1", "10.2.0.0/16", "us-east-1a", "ml-service", "ops-team@company.com", "alias/terraform-state")
	f.Add("production", "pdm", "us-gov-west-1", "192.168.0.0/16", "us-gov-west-1b", "x", "a@b.c", "alias/aws/s3")
	f.Add("", "", "", "", "", "", "", "")
	f.Add("bootstrap", "internal", "eu", "::ffff:10.0.0.0/112", "eu-a", "alb", "Ops <a@b.c>", "alias/")
	f.Add("d\nev", "p\x00dm", "us-east-1\n", "fe80::1%eth0/64", "us-east-1\xff", "../x", "\"a b\"@c.d", "alias/\u00e4")
	f.Add(chars(600), "sthree", "us-east-10", "10.2.0.0/-1", "us-east-1aa", "api-gateway", "a@[1.2.3.4]", "%s%d%!")

	f.Fuzz(func(t *testing.T, name, project, region, cidr, zone, service, email, alias string) {
		env := envs.Dev()
		env.Name, env.Project, env.Region, env.AlertEmail = name, project, region, email
		env.Network.CIDR = cidr
		env.Network.AvailabilityZones = []string{region + "a", zone}
		mlName(service)(&env)
		s3(func(s *envs.S3State) { s.KeyAlias = alias })(&env)

		err := env.Validate()
		for _, line := range lines(t, err) {
			require.NotContains(t, line, "\n")
		}
		for _, line := range lines(t, envs.ValidateAll([]envs.Environment{env, envs.Staging(), env})) {
			require.NotContains(t, line, "\n")
		}
		if err != nil {
			return
		}

		require.NotContains(t, []string{"bootstrap", "account", "shared"}, name)
		require.LessOrEqual(t, len(project+"-"+name+"-alb"), 32)
		require.LessOrEqual(t, len(project+"-"+name+"-"+service+"-task"), 64)
		require.NotContains(t, []string{"alb", "endpoints", "api-gateway"}, service)
		require.True(t, strings.HasPrefix(zone, region) && zone != region+"a")
		require.True(t, strings.HasPrefix(alias, "alias/") && !strings.HasPrefix(alias, "alias/aws/"))
		network := netip.MustParsePrefix(cidr)
		require.True(t, network.Addr().Is4() && network.Addr().IsPrivate() && network.Bits() == 16 && network == network.Masked())
	})
}
