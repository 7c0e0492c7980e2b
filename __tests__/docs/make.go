package docs

import (
	"context"
	"path"
)

// Folders hold what [Make] makes, and nothing else; it makes tables beside them
// as well: policies, security, permissions, faults, quotas.
var Folders = []string{"docs/runbooks", "docs/pictures"}

// Make makes all documents, by path below the project's root.
func Make(ctx context.Context, root string, stacks Stacks) (map[string][]byte, error) {
	made := map[string][]byte{}
	books, err := Runbooks(stacks)
	if err != nil {
		return nil, err
	}
	for name, text := range books {
		made[path.Join(Folders[0], name)] = text
	}
	rules, err := Policies(ctx, root)
	if err != nil {
		return nil, err
	}
	made["docs/policies.md"] = rules
	if made["docs/security.md"], err = Security(ctx, root); err != nil {
		return nil, err
	}
	made["docs/permissions.md"] = Permissions()
	made["docs/faults.md"] = Faults()
	made["docs/quotas.md"] = Quotas()
	picture, err := Draw(ctx, Delivery())
	if err != nil {
		return nil, err
	}
	made[path.Join(Folders[1], "delivery.svg")] = picture.SVG
	for _, env := range environments {
		for name, draw := range map[string]func(Stack) (string, error){
			"architecture": Architecture, "dashboard": Dashboard,
		} {
			script, err := draw(stacks[env])
			if err != nil {
				return nil, err
			}
			picture, err := Draw(ctx, script)
			if err != nil {
				return nil, err
			}
			made[path.Join(Folders[1], name+"-"+env+".svg")] = picture.SVG
		}
	}
	return made, nil
}
