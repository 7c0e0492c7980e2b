package initialize

import (
	"cmp"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

func cloud(v Values) string {
	for _, e := range v.Environments {
		if state, ok := e.State.(envs.CloudState); ok {
			return state.Organization
		}
	}
	return None
}

func setCloud(v *Values, s string) error {
	for i := range v.Environments {
		e := &v.Environments[i]
		state, there := e.State.(envs.CloudState)
		switch {
		case s != None && there:
			state.Organization = s
			e.State = state
		case s != None:
			e.State = envs.CloudState{Organization: s, Workspace: e.Label().Prefix()}
		case there:
			e.State = envs.AccountOf(v.Accounts, v.Environments, e.Name).Store.StateOf(e.Name)
		}
	}
	return nil
}

var setSupabase = setHaving(func(v Values, e *envs.Environment, has bool) {
	switch {
	case !has:
		e.Supabase = nil
	case e.Supabase == nil:
		e.Supabase = &envs.Supabase{Organization: v.SupabaseOrganization, Region: supabaseRegion(e.Region), InstanceSize: "micro", CredentialsRevision: 1}
		if e.Name == envs.ProductionName {
			e.Supabase.InstanceSize, e.Supabase.PointInTimeRecoveryDays = "small", 7
		}
	}
})

// supabaseRegion is a region of Supabase's: the environment's own where there is
// one, or one on its continent.
func supabaseRegion(region string) string {
	continent, _, _ := strings.Cut(region, "-")
	all := envs.SupabaseRegions()
	if slices.Contains(all, region) {
		return region
	}
	for _, other := range all {
		if strings.HasPrefix(other, continent+"-") {
			return other
		}
	}
	return all[0]
}

var setVercel = setHaving(func(v Values, e *envs.Environment, has bool) {
	switch {
	case !has:
		e.Frontend = nil
	case e.Frontend == nil:
		e.Frontend = &envs.Frontend{
			Project: e.Label().Prefix(), Repository: v.FrontendRepository, Branch: cmp.Or(e.Branch, e.Name),
			Framework: "nextjs", Domain: "app." + e.Domain.Zone,
		}
	}
})

// datadogAgent is the release of the agent that an environment begins with.
const datadogAgent = "7.60.0"

func datadogSite(v Values) string {
	for _, e := range v.Environments {
		if e.Datadog != nil {
			return e.Datadog.Site
		}
	}
	return "datadoghq.com"
}
