package initialize

import (
	"errors"
	"net/netip"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

// setEnvironments keeps, adds and leaves out.
func setEnvironments(v *Values, answer string) error {
	names, err := namesIn(answer)
	if err != nil || len(names) == 0 {
		return errors.New("there must be one at least")
	}
	all := *v
	v.Environments = nil
	for _, name := range names {
		if i := all.environment(name); i >= 0 {
			v.Environments = append(v.Environments, all.Environments[i])
			continue
		}
		v.Environments = append(v.Environments, newEnvironment(all, *v, name))
	}
	return nil
}

// newEnvironment is a copy of the environment that is most like it, with names, a
// network and a state of its own, deployed by hand until somebody says from which
// branch. Production is what it must be.
func newEnvironment(old, made Values, name string) envs.Environment {
	model := Model(old, name)
	e := cloneEnvironment(model)
	e.Name, e.Branch = name, ""
	e.Network.CIDR = freeNetwork(append(slices.Clone(old.Environments), made.Environments...))
	rename := func(text string) string {
		// In names like pdm-dev the environment is a word of its own; one that has
		// none, as production's, gets it.
		whole := old.shared().Project + "-" + name
		if strings.Contains(text, model.Label().Prefix()) {
			return strings.Replace(text, model.Label().Prefix(), whole, 1)
		}
		return strings.Replace(text, old.shared().Project, whole, 1)
	}
	e.Domain.Zone, e.Domain.API, e.Domain.Delegations = rename(e.Domain.Zone), rename(e.Domain.API), nil
	for i := range e.Services {
		e.Services[i].Route.Host = rename(e.Services[i].Route.Host)
		e.Services[i].ImageTag = ""
	}
	if e.Frontend != nil {
		e.Frontend.Project, e.Frontend.Domain, e.Frontend.Branch = rename(e.Frontend.Project), rename(e.Frontend.Domain), name
		for i := range e.Frontend.Redirects {
			e.Frontend.Redirects[i] = rename(e.Frontend.Redirects[i])
		}
	}
	if e.Datadog != nil {
		e.Datadog.ExternalID = ""
	}
	switch state := e.State.(type) {
	case envs.CloudState:
		state.Workspace = e.Label().Prefix()
		e.State = state
	default:
		e.State = envs.AccountOf(old.Accounts, old.Environments, model.Name).Store.StateOf(name)
	}
	return e
}

// freeNetwork is the first /16 of 10.0.0.0/8 that none has.
func freeNetwork(taken []envs.Environment) string {
	for i := range 256 {
		free := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i)}), 16)
		if !slices.ContainsFunc(taken, func(e envs.Environment) bool {
			used, err := netip.ParsePrefix(e.Network.CIDR)
			return err == nil && used.Overlaps(free)
		}) {
			return free.String()
		}
	}
	return ""
}
