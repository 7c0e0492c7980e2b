package initialize

import (
	"cmp"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

// setRegions moves environments, and where one answer is for all, the account and
// the state's bucket with them. What a region decides follows: zones keep their
// letters, Supabase its neighbourhood where it has that region, copies go elsewhere.
func setRegions(v *Values, answer string) error {
	_, all, err := v.words(answer)
	if err != nil {
		return err
	}
	if all != "" {
		v.shared().Region = all
		v.changeStore(func(s *envs.StateStore) { s.Region = all })
		if !envs.HasContacts(all) {
			d := &v.shared().Detection
			d.Security, d.Operations, d.Billing = nil, nil, nil
		}
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
		if region != envs.ProbeRegion {
			e.Probe = nil
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
const defaultBudget = 1000

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
