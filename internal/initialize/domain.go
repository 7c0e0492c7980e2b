package initialize

import (
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

// names are the domain names of an environment, to be changed.
func names(e *envs.Environment) []*string {
	found := []*string{&e.Domain.Zone, &e.Domain.API}
	for i := range e.Domain.Delegations {
		found = append(found, &e.Domain.Delegations[i].Zone)
	}
	for i := range e.Services {
		if e.Services[i].Route.Host != "" {
			found = append(found, &e.Services[i].Route.Host)
		}
	}
	if e.Frontend != nil {
		found = append(found, &e.Frontend.Domain)
		for i := range e.Frontend.Redirects {
			found = append(found, &e.Frontend.Redirects[i])
		}
	}
	return found
}

// domain is what all zones end in: "company.com" of "pdm.company.com" and
// "pdm-dev.company.com". Of one zone alone it is what stands behind the label, if
// it begins with that.
func domain(v Values) string {
	common := strings.Split(v.Environments[0].Domain.Zone, ".")
	for _, e := range v.Environments {
		labels := strings.Split(e.Domain.Zone, ".")
		shared := 0
		for shared < min(len(labels), len(common)) && labels[len(labels)-1-shared] == common[len(common)-1-shared] {
			shared++
		}
		common = common[len(common)-shared:]
	}
	if first := common; len(first) > 2 && ofProject(first[0], v.shared().Project) {
		common = common[1:]
	}
	return strings.Join(common, ".")
}

func ofProject(word, project string) bool {
	return word == project || strings.HasPrefix(word, project+"-")
}

// setDomain moves every name below the old domain to below the new one.
func setDomain(v *Values, s string) error {
	old := domain(*v)
	for i := range v.Environments {
		for _, name := range names(&v.Environments[i]) {
			if front, ok := strings.CutSuffix(*name, old); ok && (front == "" || strings.HasSuffix(front, ".")) {
				*name = front + s
			}
		}
	}
	return nil
}

// setProject moves what is named after the label with it.
func setProject(v *Values, s string) error {
	old := v.shared().Project
	base := domain(*v)
	renamed := func(word string) string {
		if ofProject(word, old) {
			return s + strings.TrimPrefix(word, old)
		}
		return word
	}
	for i := range v.Environments {
		e := &v.Environments[i]
		if e.Project == old {
			e.Project = s
		}
		for _, name := range names(e) {
			front, ok := strings.CutSuffix(*name, base)
			if !ok {
				continue
			}
			labels := strings.Split(front, ".")
			for i := range labels {
				labels[i] = renamed(labels[i])
			}
			*name = strings.Join(labels, ".") + base
		}
		if e.Frontend != nil {
			e.Frontend.Project = renamed(e.Frontend.Project)
		}
		if state, ok := e.State.(envs.CloudState); ok {
			state.Workspace = renamed(state.Workspace)
			e.State = state
		}
	}
	v.shared().Project = s
	return nil
}
