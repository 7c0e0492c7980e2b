package supplychain

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/google/licensecheck"
)

// Allowed are the licences under which the project takes something in, as SPDX
// names them. None of them reaches beyond the files that are under it.
var Allowed = []string{
	"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "CC0-1.0", "FTL", "ISC", "MIT", "MIT-0", "MPL-2.0", "Public Domain",
	"Unicode-DFS-2016", "Unlicense",
}

// known are licences that nothing finds in a module's files.
var known = map[string]string{
	// Its file offers a choice of two, by name.
	"github.com/golang/freetype": "FTL",
}

// own are modules of the project itself, and bindings that it generates.
var own = regexp.MustCompile(`^github\.com/(example/predictive-maintenance|cdktf/cdktf-provider-null-go)(/|$)`)

// IsAllowed says whether a licence, or one out of a choice ("(MIT OR
// GPL-3.0-or-later)"), is allowed.
func IsAllowed(licence string) bool {
	return slices.ContainsFunc(strings.Split(strings.Trim(licence, "()"), " OR "), func(choice string) bool {
		return slices.Contains(Allowed, choice)
	})
}

// detector finds the licences of Go modules in their folders.
type detector struct{}

var (
	licenceFile   = regexp.MustCompile(`(?i)^(licen[cs]e|copying)`)
	documentation = regexp.MustCompile(`(?i)\.docs$`)
)

// Detect returns the licences of a module whose folder is dir.
func (detector) Detect(path, _, dir string) ([]cdx.License, error) {
	if licence, ok := known[path]; ok {
		return []cdx.License{{ID: licence}}, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("look for the licence of %s: %w", path, err)
	}
	var found []cdx.License
	for _, e := range entries {
		if e.IsDir() || !licenceFile.MatchString(e.Name()) || documentation.MatchString(e.Name()) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("look for the licence of %s: %w", path, err)
		}
		for _, match := range licensecheck.Scan(content).Match {
			if licence := (cdx.License{ID: match.ID}); !slices.Contains(found, licence) {
				found = append(found, licence)
			}
		}
	}
	return found, nil
}
