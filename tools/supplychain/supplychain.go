// Package supplychain lists what the project is made of, with the licences of
// all of it.
package supplychain

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/CycloneDX/cyclonedx-gomod/pkg/generate/app"
	"github.com/CycloneDX/cyclonedx-gomod/pkg/generate/mod"
	"github.com/rs/zerolog"

	"github.com/example/predictive-maintenance/internal/synth/lockfile"
)

// Component is something that the project is made of.
type Component struct {
	Name, Version string
	// Licences are what SPDX names them, or choices of them; empty where none
	// was found.
	Licences []string
	// Sums are the SHA-256 sums of its packages; empty where go.sum or the
	// package around it has them.
	Sums []string
	// PURL is its address, as package-url has it.
	PURL string
}

// GoModules are the modules that the packages and tests of the module in a
// folder are built from.
func GoModules(dir string) ([]Component, error) {
	generator, err := mod.NewGenerator(dir, mod.WithLicenseDetector(detector{}), mod.WithIncludeTestModules(true), mod.WithLogger(zerolog.Nop()))
	if err != nil {
		return nil, fmt.Errorf("list the modules of %s: %w", dir, err)
	}
	bom, err := generator.Generate()
	if err != nil {
		return nil, fmt.Errorf("list the modules of %s: %w", dir, err)
	}
	var all []Component
	for _, c := range *bom.Components {
		if !own.MatchString(c.Name) {
			all = append(all, Component{Name: c.Name, Version: c.Version, Licences: licences(c), PURL: c.PackageURL})
		}
	}
	return all, nil
}

func licences(c cdx.Component) (found []string) {
	choices := c.Licenses
	if choices == nil && c.Evidence != nil {
		choices = c.Evidence.Licenses
	}
	if choices == nil {
		return nil
	}
	for _, choice := range *choices {
		if choice.License != nil {
			found = append(found, choice.License.ID)
		}
	}
	return found
}

// ReadLocks reads a lock file of Terraform's.
func ReadLocks(file string) ([]lockfile.Provider, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("list the providers: %w", err)
	}
	return lockfile.Parse(content)
}

// Providers are the Terraform providers that the stacks are locked to.
func Providers(root string) ([]Component, error) {
	locks, err := ReadLocks(filepath.Join(root, lockfile.Source))
	if err != nil {
		return nil, err
	}
	var all []Component
	for _, p := range locks {
		// Each says so in its repository; Terraform shows no licence of a provider.
		c := Component{Name: p.Address, Version: p.Version, Licences: []string{"MPL-2.0"}, PURL: fmt.Sprintf("pkg:generic/%s@%s", p.Address, p.Version)}
		for _, hash := range p.Hashes {
			if sum, ok := strings.CutPrefix(hash, "zh:"); ok {
				c.Sums = append(c.Sums, sum)
			}
		}
		all = append(all, c)
	}
	return all, nil
}

// Bundled are the npm packages inside the Go modules of bindings, which run in
// Node.js during a synth.
func Bundled(root string) ([]Component, error) {
	var all []Component
	for _, module := range []string{
		"github.com/aws/constructs-go/constructs/v10", "github.com/cdktf/cdktf-provider-aws-go/aws/v19",
		"github.com/cdktf/cdktf-provider-random-go/random/v11", "github.com/hashicorp/terraform-cdk-go/cdktf",
	} {
		dir, err := moduleDir(root, module)
		if err != nil {
			return nil, err
		}
		packed, err := filepath.Glob(filepath.Join(dir, "jsii", "*.tgz"))
		if err != nil || len(packed) != 1 {
			return nil, fmt.Errorf("look for the npm package in %s: %d found, %w", module, len(packed), err)
		}
		found, err := packages(packed[0])
		if err != nil {
			return nil, fmt.Errorf("list the npm packages in %s: %w", module, err)
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b Component) int { return strings.Compare(a.Name+a.Version, b.Name+b.Version) })
	return slices.CompactFunc(all, func(a, b Component) bool { return a.PURL == b.PURL }), nil
}

// manifest is what says about an npm package what it is, inside of a packed one.
var manifest = regexp.MustCompile(`^package/((.+/)?node_modules/(@[^/]+/)?[^/]+/)?package\.json$`)

// packages are an npm package in a file, and those that it brings along.
func packages(file string) (all []Component, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	reader := tar.NewReader(unzipped)
	for {
		entry, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		if !manifest.MatchString(entry.Name) {
			continue
		}
		var about struct{ Name, Version, License string }
		content, err := io.ReadAll(reader)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(content, &about); err != nil {
			return nil, fmt.Errorf("%s: %w", entry.Name, err)
		}
		all = append(all, npm(about.Name, about.Version, about.License))
	}
}

func npm(name, version, licence string) Component {
	c := Component{Name: name, Version: version, PURL: fmt.Sprintf("pkg:npm/%s@%s", strings.Replace(name, "@", "%40", 1), version)}
	if licence != "" {
		c.Licences = []string{licence}
	}
	return c
}

// NPMLock is a lock file of npm's.
type NPMLock struct {
	Packages map[string]struct {
		Version, License, Integrity, Resolved string
		Link, InBundle                        bool
	}
}

// ReadNPMLock reads a lock file of npm's.
func ReadNPMLock(file string) (*NPMLock, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read an npm lock: %w", err)
	}
	var l NPMLock
	if err := json.Unmarshal(content, &l); err != nil {
		return nil, fmt.Errorf("read an npm lock: %s: %w", file, err)
	}
	delete(l.Packages, "")
	return &l, nil
}

// Components are the packages of the lock file.
func (l *NPMLock) Components() (all []Component) {
	for _, at := range slices.Sorted(maps.Keys(l.Packages)) {
		p := l.Packages[at]
		_, name, _ := strings.Cut(at[strings.LastIndex(at, "node_modules/"):], "/")
		all = append(all, npm(name, p.Version, p.License))
	}
	return all
}

// BOM is the bill of materials of the program that synthesizes, with what runs
// because of it: the bindings' npm packages, and Terraform's providers.
func BOM(root string) (*cdx.BOM, error) {
	generator, err := app.NewGenerator(root, app.WithMainDir("."), app.WithIncludeStdlib(true), app.WithLicenseDetector(detector{}), app.WithLogger(zerolog.Nop()))
	if err != nil {
		return nil, fmt.Errorf("list what the program is made of: %w", err)
	}
	bom, err := generator.Generate()
	if err != nil {
		return nil, fmt.Errorf("list what the program is made of: %w", err)
	}
	bundled, err := Bundled(root)
	if err != nil {
		return nil, err
	}
	providers, err := Providers(root)
	if err != nil {
		return nil, err
	}
	for _, c := range append(bundled, providers...) {
		component := cdx.Component{BOMRef: c.PURL, Type: cdx.ComponentTypeLibrary, Name: c.Name, Version: c.Version, PackageURL: c.PURL}
		choices := cdx.Licenses{}
		for _, licence := range c.Licences {
			choices = append(choices, cdx.LicenseChoice{License: &cdx.License{ID: licence}})
		}
		component.Licenses = &choices
		if c.Sums != nil {
			sums := []cdx.Hash{}
			for _, sum := range c.Sums {
				sums = append(sums, cdx.Hash{Algorithm: cdx.HashAlgoSHA256, Value: sum})
			}
			component.Hashes = &sums
		}
		*bom.Components = append(*bom.Components, component)
	}
	return bom, nil
}

// Write writes a bill of materials as CycloneDX's JSON.
func Write(w io.Writer, bom *cdx.BOM) error {
	if err := cdx.NewBOMEncoder(w, cdx.BOMFileFormatJSON).SetPretty(true).Encode(bom); err != nil {
		return fmt.Errorf("write the bill of materials: %w", err)
	}
	return nil
}

// moduleDir is the folder of a module that the project requires.
func moduleDir(root, module string) (string, error) {
	cmd := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module)
	cmd.Dir = root
	printed, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("look for %s: %w", module, err)
	}
	return string(bytes.TrimSpace(printed)), nil
}
