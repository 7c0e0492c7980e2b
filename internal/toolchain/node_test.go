package toolchain

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

const nodeTop = "node-v" + nodeVersion + "-linux-x64/"

// goodNode is an archive as nodejs.org has it, but for its size.
var goodNode = []tar.Header{
	{Name: nodeTop, Typeflag: tar.TypeDir, Mode: 0o755},
	{Name: nodeTop + "bin/node", Typeflag: tar.TypeReg, Mode: 0o755},
	{Name: nodeTop + "bin/npm", Typeflag: tar.TypeSymlink, Linkname: "../lib/npm-cli.js"},
	{Name: nodeTop + "lib/npm-cli.js", Typeflag: tar.TypeReg, Mode: 0o755},
}

// tarball gives every file the same content: a node that knows its version.
func tarball(t *testing.T, headers []tar.Header) []byte {
	t.Helper()
	content := "#!/bin/sh\necho v" + nodeVersion + "\n"
	var buf bytes.Buffer
	zipped := gzip.NewWriter(&buf)
	w := tar.NewWriter(zipped)
	for _, h := range headers {
		if h.Typeflag == tar.TypeReg {
			h.Size = int64(len(content))
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			if _, err := w.Write([]byte(content)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// serveNode serves an archive beside a SHASUMS256.txt, and counts requests.
func serveNode(t *testing.T, in *installer, archive []byte, sum string) *atomic.Int32 {
	t.Helper()
	var requests atomic.Int32
	name := strings.TrimSuffix(nodeTop, "/") + ".tar.gz"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		switch r.URL.Path {
		case "/dist/v" + nodeVersion + "/SHASUMS256.txt":
			_, _ = fmt.Fprintf(w, "%064d  other.tar.gz\n%s  %s\n", 0, sum, name)
		case "/dist/v" + nodeVersion + "/" + name:
			_, _ = w.Write(archive)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	in.nodeDist = server.URL + "/dist"
	return &requests
}

func sumOf(content []byte) string { return fmt.Sprintf("%x", sha256.Sum256(content)) }

func TestFindNode(t *testing.T) {
	for _, tt := range []struct {
		name    string
		scripts []string
		want    string
	}{
		{"fitting", []string{"echo v20.0.0"}, "20.0.0"},
		{"newer", []string{"echo v24.3.1"}, "24.3.1"},
		{"too old", []string{"echo v18.20.4"}, ""},
		{"too old before a fitting one that would not run", []string{"echo v18.20.4", "echo v22.0.0"}, ""},
		{"broken", []string{"exit 1"}, ""},
		{"no version", []string{"echo hello"}, ""},
		{"missing", nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in, _ := testInstaller(t)
			for _, script := range tt.scripts {
				putOnPath(t, "node", script)
			}
			putOnPath(t, "npm", "")
			f, err := in.findNode(t.Context())
			if f.version != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("found %q (%v), want %q", f.version, err, tt.want)
			}
		})
	}
}

func TestNodeWithoutNpmDoesNotFit(t *testing.T) {
	in, _ := testInstaller(t)
	putOnPath(t, "node", "echo v22.0.0")
	if f, err := in.findNode(t.Context()); err == nil {
		t.Errorf("found %q without npm", f.path)
	}
}

func TestInstallNode(t *testing.T) {
	in, out := testInstaller(t)
	archive := tarball(t, goodNode)
	requests := serveNode(t, in, archive, sumOf(archive))
	putOnPath(t, "node", "echo v18.20.4")
	// What an earlier setup left when it was killed must not end up in Node.
	write(t, nodeDir(in.root)+".partial/tree/stale", "", 0o644)

	if err := in.setup(t.Context(), []string{Node}); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(out.String(), "node       "+nodeVersion+"  installing "+in.nodeDist) {
		t.Errorf("setup did not say what it installs from where: %q", out)
	}
	if !strings.HasSuffix(out.String(), "\nnode       "+nodeVersion+"  installed in .tools/node\n") {
		t.Errorf("setup did not say where Node.js is: %q", out)
	}
	for _, name := range []string{"node", "npm"} {
		if info, err := os.Stat(filepath.Join(nodeBin(in.root), name)); err != nil || info.Mode().Perm()&0o111 == 0 {
			t.Errorf("%s cannot be run: %v, %v", name, info, err)
		}
	}
	if _, err := os.Stat(filepath.Join(nodeDir(in.root), "stale")); err == nil {
		t.Error("a killed setup's file was installed")
	}
	if _, err := os.Stat(nodeDir(in.root) + ".partial"); err == nil {
		t.Error("the folder for unpacking was left")
	}

	before := requests.Load()
	out.Reset()
	if err := in.setup(t.Context(), []string{Node}); err != nil {
		t.Fatal(err)
	}
	if got := requests.Load(); got != before {
		t.Errorf("the second setup sent %d requests", got-before)
	}
	if want := "node       " + nodeVersion + "  installed in .tools/node\n"; out.String() != want {
		t.Errorf("the second setup said %q, want %q", out, want)
	}
}

func TestInstallNodeReplacesWhatNoLongerFits(t *testing.T) {
	in, _ := testInstaller(t)
	archive := tarball(t, goodNode)
	serveNode(t, in, archive, sumOf(archive))
	writeScript(t, filepath.Join(nodeBin(in.root), "node"), "echo v18.0.0")
	write(t, filepath.Join(nodeDir(in.root), "old"), "", 0o644)
	if err := in.setup(t.Context(), []string{Node}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(nodeDir(in.root), "old")); err == nil {
		t.Error("the old version's file is still there")
	}
}

func TestTwoSetupsInstallNodeOnce(t *testing.T) {
	in, _ := testInstaller(t)
	archive := tarball(t, goodNode)
	requests := serveNode(t, in, archive, sumOf(archive))
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			if err := in.setup(t.Context(), []string{Node}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := requests.Load(); got != 2 {
		t.Errorf("%d requests, want one for the sums and one for the archive", got)
	}
}

func TestInstallNodeRefuses(t *testing.T) {
	outside := t.TempDir()
	with := func(headers ...tar.Header) []tar.Header { return append(headers, goodNode...) }
	for _, tt := range []struct {
		name    string
		headers []tar.Header
		sum     string
		want    string
	}{
		{"a wrong checksum", goodNode, strings.Repeat("0", 64), "SHA-256"},
		{"a path that leaves the folder", with(tar.Header{Name: nodeTop + "../../evil", Typeflag: tar.TypeReg, Mode: 0o755}), "", "leaves its folder"},
		{"an absolute path", with(tar.Header{Name: outside + "/evil", Typeflag: tar.TypeReg, Mode: 0o755}), "", "leaves its folder"},
		{"a file beside the top folder", with(tar.Header{Name: "evil", Typeflag: tar.TypeReg, Mode: 0o755}), "", "beside its top folder"},
		{"an absolute link", with(tar.Header{Name: nodeTop + "l", Typeflag: tar.TypeSymlink, Linkname: outside}), "", "link"},
		{"a link that leaves the folder", with(tar.Header{Name: nodeTop + "l", Typeflag: tar.TypeSymlink, Linkname: "../.."}), "", "link"},
		{"links that leave the folder together", append(goodNode,
			tar.Header{Name: nodeTop + "lib/a/up", Typeflag: tar.TypeSymlink, Linkname: "../../bin"},
			tar.Header{Name: nodeTop + "out", Typeflag: tar.TypeSymlink, Linkname: "lib/a/up/../.."},
		), "", "link"},
		{"a write through a link", with(
			tar.Header{Name: nodeTop + "l", Typeflag: tar.TypeSymlink, Linkname: outside},
			tar.Header{Name: nodeTop + "l/evil", Typeflag: tar.TypeReg, Mode: 0o755},
		), "", "unpacking"},
		{"a file twice", with(tar.Header{Name: nodeTop + "bin/node", Typeflag: tar.TypeReg, Mode: 0o755}), "", "unpacking"},
		{"a hard link", with(tar.Header{Name: nodeTop + "l", Typeflag: tar.TypeLink, Linkname: nodeTop + "bin/node"}), "", "not expected"},
		{"an archive without node", goodNode[2:], "", "trying the downloaded Node.js"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in, _ := testInstaller(t)
			archive := tarball(t, tt.headers)
			sum := tt.sum
			if sum == "" {
				sum = sumOf(archive)
			}
			serveNode(t, in, archive, sum)
			wantError(t, in.setup(t.Context(), []string{Node}), tt.want, "https://nodejs.org/en/download")
			wantNothingInstalled(t, in)
			if left, _ := os.ReadDir(outside); len(left) > 0 {
				t.Errorf("%s was written outside", left[0].Name())
			}
		})
	}
}

func TestInstallNodeRefusesATruncatedArchive(t *testing.T) {
	in, _ := testInstaller(t)
	archive := tarball(t, goodNode)
	archive = archive[:len(archive)/2]
	serveNode(t, in, archive, sumOf(archive))
	wantError(t, in.setup(t.Context(), []string{Node}), "archive")
	wantNothingInstalled(t, in)
}

func TestInstallNodeNeedsAListedChecksum(t *testing.T) {
	in, _ := testInstaller(t)
	archive := tarball(t, goodNode)
	serveNode(t, in, archive, sumOf(archive))
	in.goarch = "arm64"
	wantError(t, in.setup(t.Context(), []string{Node}), "has no sum for node-v"+nodeVersion+"-linux-arm64.tar.gz")
	wantNothingInstalled(t, in)
}

func TestInstallNodeOnAnUnknownPlatform(t *testing.T) {
	in, _ := testInstaller(t)
	in.goos, in.goarch = "plan9", "mips"
	wantError(t, in.setup(t.Context(), []string{Node}), "plan9/mips", "Node.js >= 20", "https://nodejs.org/en/download")
	wantNothingInstalled(t, in)
}

func TestInstallNodeWithoutANetwork(t *testing.T) {
	in, _ := testInstaller(t)
	server := httptest.NewServer(http.NotFoundHandler())
	in.nodeDist = server.URL
	server.Close()
	wantError(t, in.setup(t.Context(), []string{Node}), "node: downloading", "https://nodejs.org/en/download")
	wantNothingInstalled(t, in)
}
