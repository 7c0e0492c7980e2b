package docs

import (
	"context"
	"maps"
	"path"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/progress"
)

// Sources is the folder, below the project's root, of the templates that runbooks,
// security.md and success-metrics.md are made from: beside what is made, for whoever
// reads that and finds it wrong.
const Sources = "docs/sources"

// Folders hold what [Make] makes, and nothing else; it makes tables beside them
// as well: policies, security, permissions, faults, quotas, cost, success-metrics; and
// it keeps what GitHub has to be told of the values.
var Folders = []string{"docs/runbooks", "docs/pictures"}

// Make makes all documents, by path below the project's root.
func Make(ctx context.Context, p Project) (map[string][]byte, error) {
	made := map[string][]byte{}
	books, err := Runbooks(p)
	if err != nil {
		return nil, err
	}
	for name, text := range books {
		made[path.Join(Folders[0], name)] = text
	}
	rules, err := Policies(ctx, p.Root)
	if err != nil {
		return nil, err
	}
	made["docs/policies.md"] = rules
	told, err := Workflows(p)
	if err != nil {
		return nil, err
	}
	maps.Copy(made, told)
	if made["docs/security.md"], err = Security(ctx, p); err != nil {
		return nil, err
	}
	made["docs/permissions.md"] = Permissions()
	made["docs/faults.md"] = Faults()
	made["docs/quotas.md"] = Quotas(p)
	if made["docs/cost.md"], err = Cost(p); err != nil {
		return nil, err
	}
	if made["docs/success-metrics.md"], err = Success(p); err != nil {
		return nil, err
	}
	drawn := 0
	draw := func(name, script string) error {
		drawn++
		defer progress.Step("drawing %s, %d of %d", name, drawn, 2+2*len(p.Environments))()
		picture, err := Draw(ctx, script)
		if err == nil {
			made[path.Join(Folders[1], name+".svg")] = picture.SVG
		}
		return err
	}
	if err := draw("delivery", Delivery(p)); err != nil {
		return nil, err
	}
	if err := draw("standby", Standby(p.Subject())); err != nil {
		return nil, err
	}
	for _, env := range p.Environments {
		for name, picture := range map[string]func(Project, envs.Environment) (string, error){
			"architecture": Architecture, "dashboard": Dashboard,
		} {
			script, err := picture(p, env)
			if err != nil {
				return nil, err
			}
			// Documents show the subject's, whatever it is called.
			if env.Name != p.Subject().Name {
				name += "-" + env.Name
			}
			if err := draw(name, script); err != nil {
				return nil, err
			}
		}
	}
	return made, nil
}
