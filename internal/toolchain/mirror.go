package toolchain

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

const (
	awsProvider   = "registry.terraform.io/hashicorp/aws"
	awsConstraint = "~> 5.99"
)

// The search is for folders that people make near the top of the usual places;
// these limits keep it well under 100 ms on a full machine.
const (
	mirrorSearchDepth   = 4
	mirrorSearchFolders = 1000
)

// mirrorSkip are folders that are large and never hold a mirror, or that hold
// what Terraform itself keeps for one project.
var mirrorSkip = []string{"node_modules", ".git", ".cache", ".terraform", toolsDir}

// mirror is a folder in the layout of Terraform's filesystem mirrors.
type mirror struct {
	path string
	// versions of each provider that the mirror has for this platform, by the
	// provider's address.
	versions map[string][]string
}

// hasAWS says whether a fitting AWS provider is in the mirror.
func (m mirror) hasAWS() bool {
	return slices.ContainsFunc(m.versions[awsProvider], func(v string) bool { return fits(v, awsConstraint) })
}

// without is the mirror without the providers that another one has.
func (m mirror) without(other mirror) mirror {
	rest := mirror{path: m.path, versions: maps.Clone(m.versions)}
	maps.DeleteFunc(rest.versions, func(provider string, _ []string) bool {
		_, has := other.versions[provider]
		return has
	})
	return rest
}

// providers lists the mirror's providers as Terraform's configuration does.
func (m mirror) providers() string {
	var quoted []string
	for _, provider := range slices.Sorted(maps.Keys(m.versions)) {
		quoted = append(quoted, strconv.Quote(provider))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// findMirror returns the mirror named by PROVIDER_MIRROR, or the first one with
// a fitting AWS provider that the usual places hold.
func findMirror() (mirror, bool, error) {
	platform := runtime.GOOS + "_" + runtime.GOARCH
	if dir := os.Getenv("PROVIDER_MIRROR"); dir != "" {
		abs, err := filepath.Abs(dir)
		if err != nil {
			return mirror{}, false, fmt.Errorf("resolving PROVIDER_MIRROR: %w", err)
		}
		m := readMirror(abs, platform)
		if !m.hasAWS() {
			return mirror{}, false, fmt.Errorf("PROVIDER_MIRROR is %s, which has no %s %s for %s", dir, awsProvider, awsConstraint, platform)
		}
		return m, true, nil
	}
	m, ok := searchMirror(mirrorRoots(), platform)
	return m, ok, nil
}

func mirrorRoots() []string {
	// What the user names comes first, then Terraform's own places, those with
	// most folders last.
	roots := append(namedInConfigs(mirrorPath), "/usr/local/share/terraform", "/usr/share/terraform")
	home, err := os.UserHomeDir()
	if err == nil {
		roots = append(roots, filepath.Join(home, ".terraform.d"), filepath.Join(home, ".local/share/terraform"))
	}
	roots = append(roots, "/opt", "/srv", "/usr/local", "/var/lib")
	if err == nil {
		roots = append(roots, home)
	}
	return append(roots, "/usr/share")
}

// cliConfigs are the files of the user's Terraform CLI configuration, as
// Terraform finds them: the one that the environment names, or those in the home
// folder (internal/command/cliconfig of Terraform; "CLI Configuration File" in
// its documentation). A name that leads nowhere is none.
func cliConfigs() []string {
	if named := cmp.Or(os.Getenv("TF_CLI_CONFIG_FILE"), os.Getenv("TERRAFORM_CONFIG")); isFile(named) {
		return []string{named}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return nil
	}
	files := []string{filepath.Join(home, ".terraformrc")}
	for _, pattern := range []string{"*.tfrc", "*.tfrc.json"} {
		// Only a malformed pattern is an error.
		found, _ := filepath.Glob(filepath.Join(home, ".terraform.d", pattern))
		files = append(files, found...)
	}
	return slices.DeleteFunc(files, func(file string) bool { return !isFile(file) })
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// Of a configuration, in HCL or JSON, only these arguments matter.
var (
	mirrorPath = regexp.MustCompile(`(?m)^\s*"?path"?\s*[=:]\s*"([^"]+)"`)
	mirrorURL  = regexp.MustCompile(`(?m)^\s*"?url"?\s*[=:]\s*"(https:[^"]+)"`)
)

// namedInConfigs are the values of an argument in the user's configuration.
func namedInConfigs(argument *regexp.Regexp) (values []string) {
	for _, file := range cliConfigs() {
		content, _ := os.ReadFile(file)
		for _, match := range argument.FindAllSubmatch(content, -1) {
			values = append(values, string(match[1]))
		}
	}
	return values
}

// searchMirror goes through the folders level by level, so that what is near
// the top is found before the limit is reached.
func searchMirror(roots []string, platform string) (mirror, bool) {
	level, seen := roots, 0
	for range mirrorSearchDepth + 1 {
		var next []string
		for _, dir := range level {
			if seen++; seen > mirrorSearchFolders {
				return mirror{}, false
			}
			// A folder that cannot be read is none that Terraform could use.
			entries, _ := os.ReadDir(dir)
			for _, entry := range entries {
				if !entry.IsDir() || slices.Contains(mirrorSkip, entry.Name()) {
					continue
				}
				if entry.Name() == "registry.terraform.io" {
					if m := readMirror(dir, platform); m.hasAWS() {
						return m, true
					}
					continue
				}
				next = append(next, filepath.Join(dir, entry.Name()))
			}
		}
		level = next
	}
	return mirror{}, false
}

// readMirror lists what dir holds for a platform, in either of the layouts
// that Terraform reads.
func readMirror(dir, platform string) mirror {
	m := mirror{path: dir, versions: map[string][]string{}}
	for _, host := range subfolders(dir) {
		if !strings.Contains(host, ".") {
			continue
		}
		for _, namespace := range subfolders(filepath.Join(dir, host)) {
			for _, kind := range subfolders(filepath.Join(dir, host, namespace)) {
				folder := filepath.Join(dir, host, namespace, kind)
				if versions := providerVersions(folder, kind, platform); len(versions) > 0 {
					m.versions[host+"/"+namespace+"/"+kind] = versions
				}
			}
		}
	}
	return m
}

func providerVersions(folder, kind, platform string) []string {
	packed := regexp.MustCompile(`^terraform-provider-` + regexp.QuoteMeta(kind) + `_(.+)_` + regexp.QuoteMeta(platform) + `\.zip$`)
	var versions []string
	entries, _ := os.ReadDir(folder)
	for _, entry := range entries {
		if match := packed.FindStringSubmatch(entry.Name()); match != nil {
			versions = append(versions, match[1])
			continue
		}
		if !entry.IsDir() {
			continue
		}
		// ReadDir follows a link at the platform's folder, as Terraform does.
		files, _ := os.ReadDir(filepath.Join(folder, entry.Name(), platform))
		if slices.ContainsFunc(files, func(f os.DirEntry) bool { return strings.HasPrefix(f.Name(), "terraform-provider-"+kind) }) {
			versions = append(versions, entry.Name())
		}
	}
	return versions
}

func subfolders(dir string) []string {
	var names []string
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names
}
