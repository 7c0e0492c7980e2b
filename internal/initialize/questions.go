package initialize

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
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
			Current: func(v Values) string { return v.Account.Project },
			Set:     setProject,
		},
		{
			Flag: "repository", Text: "GitHub repository that delivers, owner/name",
			Current: func(v Values) string { return v.Account.Repository },
			Set:     func(v *Values, s string) error { v.Account.Repository = s; return nil },
		},
		{
			Flag: "repository-ids", Text: "GitHub's numbers of owner and repository, which tokens carry of one that is newer than 2026-07-15: gh api repos/OWNER/NAME --jq '.owner.id, .id'; as in 123,456, or none",
			Current: repositoryIDs,
			Set:     setRepositoryIDs,
		},
		{
			Flag: "branch", Text: "Its default branch, which deploys production",
			Current: func(v Values) string { return v.Account.Branch },
			Set:     setBranch,
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
			Current: func(v Values) string { return v.Store.Bucket },
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
				return nil
			},
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

func every(envs.Environment) bool     { return true }
func copied(e envs.Environment) bool  { return e.Backup.SecondRegion != "" }
func stopped(e envs.Environment) bool { return e.OffHours != nil }

// billed says that AWS knows budgets where the environment is.
func billed(e envs.Environment) bool { return envs.Billed(e.Region) }

// perEnvironment is one word where all environments agree, and NAME=WORD for each
// where they don't.
func perEnvironment(of func(envs.Environment) string) func(Values) string {
	return perEnvironmentOf(every, of)
}

func perEnvironmentOf(which func(envs.Environment) bool, of func(envs.Environment) string) func(Values) string {
	return func(v Values) string {
		var words, pairs []string
		for _, e := range v.Environments {
			if which(e) {
				words = append(words, of(e))
				pairs = append(pairs, e.Name+"="+of(e))
			}
		}
		if words = slices.Compact(words); len(words) == 1 {
			return words[0]
		}
		return strings.Join(pairs, " ")
	}
}

// assign takes one word for all environments that the question is about, or
// NAME=WORD for some.
func assign(which func(envs.Environment) bool, set func(*Values, *envs.Environment, string) error) func(*Values, string) error {
	return func(v *Values, answer string) error {
		words, all, err := v.words(answer)
		if err != nil {
			return err
		}
		for i := range v.Environments {
			e := &v.Environments[i]
			word, named := words[e.Name]
			if named && !which(*e) {
				return fmt.Errorf("%s has none", e.Name)
			}
			if word = cmp.Or(word, all); word != "" && which(*e) {
				if err := set(v, e, word); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

// words reads NAME=WORD …, or one word for all.
func (v Values) words(answer string) (words map[string]string, all string, err error) {
	words = map[string]string{}
	fields := strings.FieldsFunc(answer, func(r rune) bool { return r == ' ' || r == ',' })
	if len(fields) == 1 && !strings.Contains(answer, "=") {
		return words, fields[0], nil
	}
	for _, field := range fields {
		name, word, ok := strings.Cut(field, "=")
		if !ok || word == "" {
			return nil, "", fmt.Errorf("%q is not ENVIRONMENT=VALUE", field)
		}
		if v.environment(name) < 0 {
			return nil, "", fmt.Errorf("%q is no environment: there are %s", name, strings.Join(v.names(), ", "))
		}
		words[name] = word
	}
	return words, "", nil
}

// having lists the environments that have something.
func having(has func(envs.Environment) bool) func(Values) string {
	return func(v Values) string {
		var names []string
		for _, e := range v.Environments {
			if has(e) {
				names = append(names, e.Name)
			}
		}
		return cmp.Or(strings.Join(names, ","), None)
	}
}

func setHaving(set func(v Values, e *envs.Environment, has bool)) func(*Values, string) error {
	return func(v *Values, answer string) error {
		names, err := namesIn(answer)
		if err != nil {
			return err
		}
		for _, name := range names {
			if v.environment(name) < 0 {
				return fmt.Errorf("%q is no environment: there are %s", name, strings.Join(v.names(), ", "))
			}
		}
		for i := range v.Environments {
			set(*v, &v.Environments[i], slices.Contains(names, v.Environments[i].Name))
		}
		return nil
	}
}

// namesIn are the words between commas or spaces; none for "none".
func namesIn(answer string) ([]string, error) {
	if answer == None {
		return nil, nil
	}
	names := strings.FieldsFunc(answer, func(r rune) bool { return r == ' ' || r == ',' })
	if len(names) == 0 {
		return nil, errors.New("say which, or none")
	}
	return names, nil
}

func repositoryIDs(v Values) string {
	if v.Account.OwnerID == 0 && v.Account.RepositoryID == 0 {
		return None
	}
	return fmt.Sprintf("%d,%d", v.Account.OwnerID, v.Account.RepositoryID)
}

func setRepositoryIDs(v *Values, answer string) error {
	words, err := namesIn(answer)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		v.Account.OwnerID, v.Account.RepositoryID = 0, 0
		return nil
	}
	if len(words) != 2 {
		return fmt.Errorf("%q is not the two numbers OWNER,REPOSITORY, nor none", answer)
	}
	for i, id := range []*int{&v.Account.OwnerID, &v.Account.RepositoryID} {
		if *id, err = strconv.Atoi(words[i]); err != nil {
			return fmt.Errorf("%q is no number", words[i])
		}
	}
	return nil
}

// setBranch moves production along, which the default branch deploys.
func setBranch(v *Values, s string) error {
	for i := range v.Environments {
		if e := &v.Environments[i]; e.Branch == v.Account.Branch {
			e.Branch = s
		}
	}
	v.Account.Branch = s
	return nil
}

// changeStore changes the state store, and moves the states that are kept there.
func (v *Values) changeStore(change func(*envs.StateStore)) {
	old := v.Store
	change(&v.Store)
	for i := range v.Environments {
		if e := &v.Environments[i]; e.State == envs.State(old.StateOf(e.Name)) {
			e.State = v.Store.StateOf(e.Name)
		}
	}
}

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
		whole := old.Account.Project + "-" + name
		if strings.Contains(text, model.Label().Prefix()) {
			return strings.Replace(text, model.Label().Prefix(), whole, 1)
		}
		return strings.Replace(text, old.Account.Project, whole, 1)
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
		e.State = old.Store.StateOf(name)
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

// setRegions moves environments, and where one answer is for all, the account and
// the state's bucket with them. What a region decides follows: zones keep their
// letters, Supabase its neighbourhood where it has that region, copies go elsewhere.
func setRegions(v *Values, answer string) error {
	_, all, err := v.words(answer)
	if err != nil {
		return err
	}
	if all != "" {
		v.Account.Region = all
		v.changeStore(func(s *envs.StateStore) { s.Region = all })
	}
	return assign(every, func(v *Values, e *envs.Environment, region string) error {
		if region == e.Region {
			return nil
		}
		old := e.Region
		e.Region = region
		for i, zone := range e.Network.AvailabilityZones {
			e.Network.AvailabilityZones[i] = region + strings.TrimPrefix(zone, old)
		}
		if e.Supabase != nil && slices.Contains(envs.SupabaseRegions(), region) {
			e.Supabase.Region = region
		}
		if second := e.Backup.SecondRegion; second != "" && (second == region || envs.Partition(second) != envs.Partition(region)) {
			e.Backup.SecondRegion = second
			if envs.Partition(old) == envs.Partition(region) {
				e.Backup.SecondRegion = old
			} else if near := neighbour(region); near != "" {
				e.Backup.SecondRegion = near
			}
		}
		if !billed(*e) {
			e.MonthlyBudgetUSD, e.CostAnomalies = 0, false
		} else if e.MonthlyBudgetUSD == 0 {
			e.MonthlyBudgetUSD = defaultBudget
		}
		return nil
	})(v, answer)
}

// defaultBudget is what an environment may cost that comes from where AWS knows no
// budgets, until somebody answers.
const defaultBudget = 300

// neighbour is another region of the same partition, on the same continent where
// there is one.
func neighbour(region string) (found string) {
	continent, _, _ := strings.Cut(region, "-")
	for _, other := range envs.Regions() {
		if other == region || envs.Partition(other) != envs.Partition(region) {
			continue
		}
		if strings.HasPrefix(other, continent+"-") {
			return other
		}
		found = cmp.Or(found, other)
	}
	return found
}

func letters(e envs.Environment) (s string) {
	for _, zone := range e.Network.AvailabilityZones {
		s += strings.TrimPrefix(zone, e.Region)
	}
	return s
}

// zones are the letters of the environment that has the most, where those of all
// others begin with them alike.
func zones(v Values) string {
	var most string
	for _, e := range v.Environments {
		if s := letters(e); len(s) > len(most) {
			most = s
		}
	}
	for _, e := range v.Environments {
		if !strings.HasPrefix(most, letters(e)) {
			return perEnvironment(letters)(v)
		}
	}
	return most
}

// setZones gives each environment as many of the letters as it has zones, or those
// that are named for it.
func setZones(v *Values, answer string) error {
	words, all, err := v.words(answer)
	if err != nil {
		return err
	}
	for i := range v.Environments {
		e := &v.Environments[i]
		word, own := words[e.Name]
		if word = cmp.Or(word, all); word == "" {
			continue
		}
		if most := len(e.Network.AvailabilityZones); !own && len(word) > most {
			word = word[:most]
		}
		e.Network.AvailabilityZones = nil
		for _, letter := range word {
			e.Network.AvailabilityZones = append(e.Network.AvailabilityZones, e.Region+string(letter))
		}
	}
	return nil
}

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
			e.State = v.Store.StateOf(e.Name)
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
