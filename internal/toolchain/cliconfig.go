package toolchain

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// TerraformCLIConfig returns the file for TF_CLI_CONFIG_FILE in tests with real
// providers. It is the one that the environment already names, if that file
// exists; otherwise one below root, which takes providers from the mirrors that
// the user's own configuration names or this machine has, or keeps what it
// downloads in a cache.
func TerraformCLIConfig(root string) (string, error) {
	if named := os.Getenv("TF_CLI_CONFIG_FILE"); isFile(named) {
		// Terraform runs in a stack's folder, where a relative name means another file.
		return filepath.Abs(named)
	}
	m, ok, err := findMirror()
	if err != nil {
		return "", err
	}
	return writeCLIConfig(root, m, ok)
}

// StandInsDir is the folder below root that holds the stand-ins for the
// emulator, which `make emulator` builds.
func StandInsDir(root string) string { return filepath.Join(root, toolsDir, "stand-ins") }

// StandInMirror is the filesystem mirror in a folder that stand-ins were
// installed into.
func StandInMirror(dir string) string { return filepath.Join(dir, "mirror") }

// StandInCache is the plugin cache in that folder, where there is no mirror
// that has AWS.
func StandInCache(dir string) string { return pluginCache(dir) }

// StandInCLIConfig returns the file for TF_CLI_CONFIG_FILE in runs that must
// not reach certain services: their providers come from the stand-ins in dir
// and from nowhere else, all others as with TerraformCLIConfig. The user's own
// configuration cannot be kept, because it would lead to the real ones; the
// filesystem mirrors that it names are looked through for AWS, and its network
// mirrors have the rest.
func StandInCLIConfig(root, dir string) (string, error) {
	m, ok, err := findMirror()
	if err != nil {
		return "", err
	}
	return writeStandInCLIConfig(root, dir, m, ok)
}

func writeStandInCLIConfig(root, dir string, rest mirror, hasMirror bool) (string, error) {
	tools, err := makeTools(root)
	if err != nil {
		return "", err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", fmt.Errorf("resolving the stand-ins' folder: %w", err)
	}
	platform := runtime.GOOS + "_" + runtime.GOARCH
	standIns := readMirror(StandInMirror(dir), platform)
	if len(standIns.versions) == 0 {
		return "", fmt.Errorf("there are no stand-ins for providers in %s; `make emulator` builds them", dir)
	}
	if !hasMirror {
		// What earlier runs downloaded lies there as in a mirror.
		rest = readMirror(pluginCache(tools), platform)
	}
	config := mirrorConfig(standIns, rest.without(standIns))
	if !hasMirror && !rest.hasAWS() {
		// Not the cache of TerraformCLIConfig, in which a stand-in would be
		// taken for the real provider.
		cache := pluginCache(dir)
		if err := os.MkdirAll(cache, 0o755); err != nil {
			return "", fmt.Errorf("making Terraform's plugin cache: %w", err)
		}
		config = cacheConfig(cache, standIns)
	}
	file := filepath.Join(dir, "terraform.tfrc")
	if err := writeIfChanged(file, []byte(config)); err != nil {
		return "", fmt.Errorf("writing Terraform's configuration: %w", err)
	}
	return file, nil
}

func makeTools(root string) (string, error) {
	tools, err := filepath.Abs(filepath.Join(root, toolsDir))
	if err != nil {
		return "", fmt.Errorf("resolving the project's folder: %w", err)
	}
	if err := os.MkdirAll(tools, 0o755); err != nil {
		return "", fmt.Errorf("making room for Terraform's configuration: %w", err)
	}
	return tools, nil
}

func pluginCache(dir string) string { return filepath.Join(dir, "plugin-cache") }

func writeCLIConfig(root string, m mirror, hasMirror bool) (string, error) {
	tools, err := makeTools(root)
	if err != nil {
		return "", err
	}
	config := mirrorConfig(m)
	if !hasMirror {
		cache := pluginCache(tools)
		if err := os.MkdirAll(cache, 0o755); err != nil {
			return "", fmt.Errorf("making Terraform's plugin cache: %w", err)
		}
		config = cacheConfig(cache)
	}
	file := filepath.Join(tools, "terraform.tfrc")
	if err := writeIfChanged(file, []byte(config)); err != nil {
		return "", fmt.Errorf("writing Terraform's configuration: %w", err)
	}
	return file, nil
}

func mirrorConfig(mirrors ...mirror) string {
	return "disable_checkpoint = true\n" + installation(mirrors)
}

// installation takes the providers of mirrors from those, and all others from
// the network mirrors that the user's configuration names, or their registry.
func installation(mirrors []mirror) string {
	networks := namedInConfigs(mirrorURL)
	if len(mirrors)+len(networks) == 0 {
		return ""
	}
	var text strings.Builder
	text.WriteString("\nprovider_installation {\n")
	all := mirror{versions: map[string][]string{}}
	for _, m := range mirrors {
		fmt.Fprintf(&text, "  filesystem_mirror {\n    path    = %q\n    include = %s\n  }\n", m.path, m.providers())
		maps.Copy(all.versions, m.versions)
	}
	for _, url := range networks {
		fmt.Fprintf(&text, "  network_mirror {\n    url     = %q\n    exclude = %s\n  }\n", url, all.providers())
	}
	if len(networks) == 0 {
		fmt.Fprintf(&text, "  direct {\n    exclude = %s\n  }\n", all.providers())
	}
	text.WriteString("}\n")
	return text.String()
}

func cacheConfig(cache string, mirrors ...mirror) string {
	return fmt.Sprintf(`disable_checkpoint = true

plugin_cache_dir = %q

# Without it Terraform downloads a cached provider again wherever there is no
# lock file yet, which is every freshly synthesized stack.
plugin_cache_may_break_dependency_lock_file = true
`, cache) + installation(mirrors)
}

// writeIfChanged leaves a file with the same content alone, and never shows a
// half-written one to a Terraform that runs at the same time.
func writeIfChanged(file string, content []byte) error {
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, content) {
		return nil
	}
	temp, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp.Name()) }()
	_, err = temp.Write(content)
	if closeErr := temp.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	if err := os.Chmod(temp.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(temp.Name(), file)
}
