package toolchain

import (
	"context"
	"slices"
)

// Version is a tool as this machine has it.
type Version struct {
	// Name is the tool's; Needed is what a person calls it, with the versions
	// that fit.
	Name, Needed string
	// Found is the version that is used; empty where none fits.
	Found string
}

// Versions looks for the named tools, and installs nothing.
func Versions(ctx context.Context, root string, names ...string) ([]Version, error) {
	in, err := newInstaller(root, nil)
	if err != nil {
		return nil, err
	}
	var versions []Version
	for _, t := range in.tools() {
		if !slices.Contains(names, t.name) {
			continue
		}
		v := Version{Name: t.name, Needed: t.display}
		if f, err := t.find(ctx); err == nil {
			v.Found = f.version
		}
		versions = append(versions, v)
	}
	return versions, nil
}
