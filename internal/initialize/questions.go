package initialize

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

// Question is one thing that a team decides.
type Question struct {
	// Flag is the argument that answers it.
	Flag string
	// Text is what is asked.
	Text string
	// Current is how the values answer it.
	Current func(Values) string
	// Set changes the values to an answer. An error is about the answer's form;
	// what it means is for validation.
	Set func(v *Values, answer string) error
	// Asked says whether the question arises; nil where it always does.
	Asked func(Values) bool
}

// None is the answer for nothing.
const None = "none"

// Questions are all, in the order in which they are asked: what others follow from
// comes first.
func Questions() []Question {
	return []Question{
		{
			Flag: "project", Text: "Label that every name in AWS begins with",
			Current: func(v Values) string { return v.shared().Project },
			Set:     setProject,
		},
		{
			Flag: "repository", Text: "GitHub repository that delivers, owner/name",
			Current: func(v Values) string { return v.shared().Repository },
			Set: func(v *Values, s string) error {
				for i := range v.Accounts {
					v.Accounts[i].Repository = s
				}
				return nil
			},
		},
		{
			Flag: "repository-ids", Text: "GitHub's numbers of owner and repository, which tokens carry of one that is newer than 2026-07-15: gh api repos/OWNER/NAME --jq '.owner.id, .id'; as in 123,456, or none",
			Current: repositoryIDs,
			Set:     setRepositoryIDs,
		},
		{
			Flag: "branch", Text: "Its default branch, which deploys production",
			Current: func(v Values) string { return v.shared().Branch },
			Set:     setBranch,
		},
		{
			Flag: "account", Text: "The AWS account's 12 digits, so that no command touches another; or none, for whichever the credentials are of",
			Current: func(v Values) string { return cmp.Or(v.shared().ID, None) },
			Set: func(v *Values, s string) error {
				if v.shared().ID = s; s == None {
					v.shared().ID = ""
				}
				return nil
			},
		},
		{
			Flag: "environments", Text: "Environments, in the order in which a change travels; a new one begins as a copy",
			Current: func(v Values) string { return strings.Join(v.names(), ",") },
			Set:     setEnvironments,
		},
		{
			Flag: "region", Text: "AWS region; ENVIRONMENT=REGION … where they differ",
			Current: perEnvironment(func(e envs.Environment) string { return e.Region }),
			Set:     setRegions,
		},
		{
			Flag: "zones", Text: "Letters of the availability zones that the account has there, as in abc; ENVIRONMENT=LETTERS … where they differ",
			Current: zones,
			Set:     setZones,
		},
		{
			Flag: "second-region", Text: "Region that holds the copies of backups",
			Current: perEnvironmentOf(copied, func(e envs.Environment) string { return e.Backup.SecondRegion }),
			Set: assign(copied, func(v *Values, e *envs.Environment, s string) error {
				e.Backup.SecondRegion = s
				return nil
			}),
			Asked: func(v Values) bool { return slices.ContainsFunc(v.Environments, copied) },
		},
		{
			Flag: "networks", Text: "Private network of each, a /16 that no other overlaps",
			Current: perEnvironment(func(e envs.Environment) string { return e.Network.CIDR }),
			Set: assign(every, func(_ *Values, e *envs.Environment, s string) error {
				e.Network.CIDR = s
				return nil
			}),
		},
		{
			Flag: "domain", Text: "Domain that all names of the platform lie below",
			Current: domain,
			Set:     setDomain,
		},
		{
			Flag: "bucket", Text: "S3 bucket that keeps Terraform's state; its name is unique in the world",
			Current: func(v Values) string { return v.shared().Store.Bucket },
			Set: func(v *Values, s string) error {
				v.changeStore(func(store *envs.StateStore) { store.Bucket = s })
				return nil
			},
		},
		{
			Flag: "terraform-cloud", Text: "Terraform Cloud organization that keeps the environments' state instead, or none",
			Current: cloud,
			Set:     setCloud,
		},
		{
			Flag: "email", Text: "E-mail address that alarms and budget alerts go to; ENVIRONMENT=ADDRESS … where they differ",
			Current: perEnvironment(func(e envs.Environment) string { return e.AlertEmail }),
			Set: assign(every, func(_ *Values, e *envs.Environment, s string) error {
				e.AlertEmail = s
				return nil
			}),
		},
		{
			Flag: "owner", Text: "Team that alarms name",
			Current: func(v Values) string { return v.Environments[0].Owner },
			Set: func(v *Values, s string) error {
				for i := range v.Environments {
					v.Environments[i].Owner = s
				}
				for i := range v.Accounts {
					v.Accounts[i].Detection.Owner = s
				}
				return nil
			},
		},
		{
			Flag: "security-email", Text: "E-mail address that is told of attacks on the account, and that AWS writes to about them",
			Current: func(v Values) string { return v.shared().Detection.Email },
			Set: func(v *Values, s string) error {
				for i := range v.Accounts {
					v.Accounts[i].Detection.Email = s
				}
				v.changeSecurity(func(c *envs.Contact) { c.Email = s })
				return nil
			},
			Asked: func(v Values) bool { return v.shared().Detection.Topic() },
		},
		{
			Flag: "security-phone", Text: "Telephone number at which AWS reaches whoever that is",
			Current: func(v Values) string { return v.shared().Detection.Security.Phone },
			Set: func(v *Values, s string) error {
				v.changeSecurity(func(c *envs.Contact) { c.Phone = s })
				return nil
			},
			Asked: func(v Values) bool { return v.shared().Detection.Security != nil },
		},
		{
			Flag: "budget", Text: "What a month may cost, in whole US dollars",
			Current: perEnvironmentOf(billed, func(e envs.Environment) string { return strconv.Itoa(e.MonthlyBudgetUSD) }),
			Set: assign(billed, func(_ *Values, e *envs.Environment, s string) error {
				budget, err := strconv.Atoi(s)
				if err != nil {
					return fmt.Errorf("%q is no whole number of US dollars", s)
				}
				e.MonthlyBudgetUSD = budget
				return nil
			}),
			Asked: func(v Values) bool { return slices.ContainsFunc(v.Environments, billed) },
		},
		{
			Flag: "time-zone", Text: "Time zone of the team, for what stops at night, as in Europe/Berlin",
			Current: perEnvironmentOf(stopped, func(e envs.Environment) string { return e.OffHours.TimeZone }),
			Set: assign(stopped, func(_ *Values, e *envs.Environment, s string) error {
				e.OffHours.TimeZone = s
				return nil
			}),
			Asked: func(v Values) bool { return slices.ContainsFunc(v.Environments, stopped) },
		},
		{
			Flag: "supabase", Text: "Environments with a Supabase project, or none",
			Current: having(func(e envs.Environment) bool { return e.Supabase != nil }),
			Set:     setSupabase,
		},
		{
			Flag: "supabase-organization", Text: "Slug of the Supabase organization that pays for it",
			Current: func(v Values) string { return v.SupabaseOrganization },
			Set: func(v *Values, s string) error {
				for _, e := range v.Environments {
					if e.Supabase != nil && e.Supabase.Organization == v.SupabaseOrganization {
						e.Supabase.Organization = s
					}
				}
				v.SupabaseOrganization = s
				return nil
			},
			Asked: func(v Values) bool {
				return slices.ContainsFunc(v.Environments, func(e envs.Environment) bool { return e.Supabase != nil })
			},
		},
		{
			Flag: "vercel", Text: "Environments with a front end on Vercel, or none",
			Current: having(func(e envs.Environment) bool { return e.Frontend != nil }),
			Set:     setVercel,
		},
		{
			Flag: "frontend-repository", Text: "GitHub repository of the front end, owner/name",
			Current: func(v Values) string { return v.FrontendRepository },
			Set: func(v *Values, s string) error {
				for _, e := range v.Environments {
					if e.Frontend != nil && e.Frontend.Repository == v.FrontendRepository {
						e.Frontend.Repository = s
					}
				}
				v.FrontendRepository = s
				return nil
			},
			Asked: func(v Values) bool {
				return slices.ContainsFunc(v.Environments, func(e envs.Environment) bool { return e.Frontend != nil })
			},
		},
		{
			Flag: "datadog", Text: "Environments that report to Datadog, or none",
			Current: having(func(e envs.Environment) bool { return e.Datadog != nil }),
			Set: setHaving(func(v Values, e *envs.Environment, has bool) {
				switch {
				case !has:
					e.Datadog = nil
				case e.Datadog == nil:
					e.Datadog = &envs.Datadog{Site: datadogSite(v), AgentVersion: datadogAgent, KeyRevision: 1}
				}
			}),
		},
		{
			Flag: "datadog-site", Text: "Datadog's site, as in datadoghq.eu",
			Current: datadogSite,
			Set: func(v *Values, s string) error {
				for _, e := range v.Environments {
					if e.Datadog != nil {
						e.Datadog.Site = s
					}
				}
				return nil
			},
			Asked: func(v Values) bool {
				return slices.ContainsFunc(v.Environments, func(e envs.Environment) bool { return e.Datadog != nil })
			},
		},
	}
}

func repositoryIDs(v Values) string {
	if v.shared().OwnerID == 0 && v.shared().RepositoryID == 0 {
		return None
	}
	return fmt.Sprintf("%d,%d", v.shared().OwnerID, v.shared().RepositoryID)
}

func setRepositoryIDs(v *Values, answer string) error {
	words, err := namesIn(answer)
	if err != nil {
		return err
	}
	if len(words) != 0 && len(words) != 2 {
		return fmt.Errorf("%q is not the two numbers OWNER,REPOSITORY, nor none", answer)
	}
	var ids [2]int
	for i, word := range words {
		if ids[i], err = strconv.Atoi(word); err != nil {
			return fmt.Errorf("%q is no number", word)
		}
	}
	for i := range v.Accounts {
		v.Accounts[i].OwnerID, v.Accounts[i].RepositoryID = ids[0], ids[1]
	}
	return nil
}

// setBranch moves production along, which the default branch deploys.
func setBranch(v *Values, s string) error {
	for i := range v.Environments {
		if e := &v.Environments[i]; e.Branch == v.shared().Branch {
			e.Branch = s
		}
	}
	for i := range v.Accounts {
		v.Accounts[i].Branch = s
	}
	return nil
}

// changeStore changes the state store, and moves the states that are kept there.
func (v *Values) changeStore(change func(*envs.StateStore)) {
	old := v.shared().Store
	change(&v.shared().Store)
	for i := range v.Environments {
		if e := &v.Environments[i]; e.State == envs.State(old.StateOf(e.Name)) {
			e.State = v.shared().Store.StateOf(e.Name)
		}
	}
}
