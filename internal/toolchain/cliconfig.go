package toolchain

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// TerraformCLIConfig returns the file for TF_CLI_CONFIG_FILE in runs against
// the emulator and in tests. It is the one that the environment already names,
// if that file exists; otherwise one below root, which takes providers from a
// filesystem mirror of this machine, or keeps what it downloads in a cache.
func TerraformCLIConfig(root string) (string, error) {
	if named := os.Getenv("TF_CLI_CONFIG_FILE"); named != "" {
		if info, err := os.Stat(named); err == nil && info.Mode().IsRegular() {
			// Terraform runs in a stack's folder, where a relative name means another file.
			return filepath.Abs(named)
		}
	}
	m, ok, err := findMirror()
	if err != nil {
		return "", err
	}
	return writeCLIConfig(root, m, ok)
}

func writeCLIConfig(root string, m mirror, hasMirror bool) (string, error) {
	tools, err := filepath.Abs(filepath.Join(root, toolsDir))
	if err != nil {
		return "", fmt.Errorf("resolving the project's folder: %w", err)
	}
	if err := os.MkdirAll(tools, 0o755); err != nil {
		return "", fmt.Errorf("making room for Terraform's configuration: %w", err)
	}

	config := mirrorConfig(m)
	if !hasMirror {
		cache := filepath.Join(tools, "plugin-cache")
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

func mirrorConfig(m mirror) string {
	return fmt.Sprintf(`disable_checkpoint = true

provider_installation {
  filesystem_mirror {
    path    = %q
    include = %s
  }
  direct {
    exclude = %s
  }
}
`, m.path, m.providers(), m.providers())
}

func cacheConfig(cache string) string {
	return fmt.Sprintf(`disable_checkpoint = true

plugin_cache_dir = %q

# Without it Terraform downloads a cached provider again wherever there is no
# lock file yet, which is every freshly synthesized stack.
plugin_cache_may_break_dependency_lock_file = true
`, cache)
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
