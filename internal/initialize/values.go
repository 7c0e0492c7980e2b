// Package initialize makes the project a team's own: it asks what a team must
// decide, holds each answer to the validation of package envs, and writes the
// values into the files of envs as somebody would who edits them. What an answer
// leaves alone stays as it is, comments and changes by hand included.
package initialize

import (
	"slices"

	"github.com/example/predictive-maintenance/envs"
)

// Values are everything that package envs has of a team.
type Values struct {
	Accounts             []envs.Account // the first is Shared
	SupabaseOrganization string
	FrontendRepository   string
	Environments         []envs.Environment
}

// Current are the values that the program was built with.
func Current() Values {
	return Values{
		Accounts:             envs.Accounts(),
		SupabaseOrganization: envs.SupabaseOrganization,
		FrontendRepository:   envs.FrontendRepository,
		Environments:         envs.All(),
	}
}

// Validate reports every problem at once.
func (v Values) Validate() error { return envs.ValidateAll(v.Accounts, v.Environments) }

// shared is the account of all environments that are in no other.
func (v Values) shared() *envs.Account { return &v.Accounts[0] }

// clone is a copy whose accounts and environments can be changed alone.
func (v Values) clone() Values {
	v.Accounts = slices.Clone(v.Accounts)
	v.Environments = slices.Clone(v.Environments)
	for i, e := range v.Environments {
		v.Environments[i] = cloneEnvironment(e)
	}
	return v
}

// changeSecurity changes the contacts for security of the accounts that have one.
// The values that they were are somebody else's as well.
func (v *Values) changeSecurity(change func(*envs.Contact)) {
	for i := range v.Accounts {
		d := &v.Accounts[i].Detection
		if d.Security = clonePointer(d.Security); d.Security != nil {
			change(d.Security)
		}
	}
}

func cloneEnvironment(e envs.Environment) envs.Environment {
	e.Network.AvailabilityZones = slices.Clone(e.Network.AvailabilityZones)
	e.Services = slices.Clone(e.Services)
	for i := range e.Services {
		e.Services[i].Objective = clonePointer(e.Services[i].Objective)
	}
	e.Domain.Delegations = slices.Clone(e.Domain.Delegations)
	e.OffHours = clonePointer(e.OffHours)
	e.Probe = clonePointer(e.Probe)
	e.Supabase = clonePointer(e.Supabase)
	e.Datadog = clonePointer(e.Datadog)
	if e.Frontend = clonePointer(e.Frontend); e.Frontend != nil {
		e.Frontend.Redirects = slices.Clone(e.Frontend.Redirects)
	}
	return e
}

func clonePointer[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// environment is the index of the one with a name, or -1.
func (v Values) environment(name string) int {
	return slices.IndexFunc(v.Environments, func(e envs.Environment) bool { return e.Name == name })
}

func (v Values) names() (names []string) {
	for _, e := range v.Environments {
		names = append(names, e.Name)
	}
	return names
}

// named are the constants of package envs that stand for values elsewhere in it.
func (v Values) named() map[string]any {
	return map[string]any{
		"Project":              v.shared().Project,
		"Store":                v.shared().Store,
		"SupabaseOrganization": v.SupabaseOrganization,
		"FrontendRepository":   v.FrontendRepository,
		"ProductionName":       envs.ProductionName,
		"RateLimit":            envs.RateLimit,
	}
}
