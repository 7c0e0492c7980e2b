package toolchain

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"

	"github.com/hashicorp/go-version"
)

const (
	nodeVersion    = "22.23.3"
	nodeConstraint = ">= 20"
)

// nodePlatforms are Go's platforms in the words of Node's archives.
var nodePlatforms = map[string]string{
	"linux/amd64":  "linux-x64",
	"linux/arm64":  "linux-arm64",
	"darwin/amd64": "darwin-x64",
	"darwin/arm64": "darwin-arm64",
}

func nodeDir(root string) string { return filepath.Join(root, toolsDir, "node") }
func nodeBin(root string) string { return filepath.Join(nodeDir(root), "bin") }

func (in *installer) node() tool {
	return tool{
		name:      Node,
		display:   "Node.js " + nodeConstraint,
		byHand:    "install it from https://nodejs.org/en/download or with the system's package manager and put it on PATH",
		variables: "NODE_",
		usedBy:    "synth (and what begins with it), test, gen, bench",
		find:      in.findNode,
		install:   in.installNode,
	}
}

// findNode asks for npm too, which Debian packs apart: the tests and the
// benchmark install packages with it.
func (in *installer) findNode(ctx context.Context) (found, error) {
	f, err := in.firstOnPath(ctx, "node", nodeConstraint, nodeVersionOf)
	if err == nil && len(onPath("npm", Path(in.root))) == 0 {
		return found{}, fmt.Errorf("there is no npm on PATH, which %s needs for packages", f.path)
	}
	return f, err
}

// installNode takes Node from npm's registry only where its own server cannot be
// reached: what that server answers, and a sum that is wrong, stand.
func (in *installer) installNode(ctx context.Context) error {
	platform, ok := nodePlatforms[in.goos+"/"+in.goarch]
	if !ok {
		return fmt.Errorf("there is no Node.js to download for %s/%s", in.goos, in.goarch)
	}
	err := in.installNodeRelease(ctx, platform)
	var unreachable *url.Error
	if !errors.As(err, &unreachable) || ctx.Err() != nil {
		return err
	}
	if npm := in.installNodePackages(ctx, platform); npm != nil {
		return fmt.Errorf("%w; and %w", err, npm)
	}
	return nil
}

func (in *installer) installNodeRelease(ctx context.Context, platform string) error {
	release := in.nodeDist + "/v" + nodeVersion
	archive := "node-v" + nodeVersion + "-" + platform + ".tar.gz"
	in.announce(Node, nodeVersion, "installing "+release+"/"+archive+" into "+filepath.Join(toolsDir, "node"))

	return stage(nodeDir(in.root), func(staging string) error {
		sum, err := in.checksum(ctx, release+"/SHASUMS256.txt", archive)
		if err != nil {
			return err
		}
		if err := in.unpackFrom(ctx, release+"/"+archive, sum, staging, staging); err != nil {
			return err
		}
		return tryNode(ctx, staging)
	})
}

// unpackFrom unpacks what it downloads beside the staging folder, and checks it
// before.
func (in *installer) unpackFrom(ctx context.Context, url, sum, staging, dir string) error {
	file := filepath.Join(filepath.Dir(staging), path.Base(url))
	if err := in.download(ctx, url, file, sum); err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("opening what was downloaded: %w", err)
	}
	defer func() { _ = f.Close() }()
	return unpack(f, dir)
}

// tryNode runs what was unpacked: the archives need glibc; on another C library
// they unpack and do not run.
func tryNode(ctx context.Context, staging string) error {
	if _, err := nodeVersionOf(ctx, filepath.Join(staging, "bin", "node")); err != nil {
		return fmt.Errorf("trying the downloaded Node.js on this machine: %w", err)
	}
	return nil
}

func nodeVersionOf(ctx context.Context, node string) (*version.Version, error) {
	text, err := output(ctx, os.Environ(), node, "--version")
	if err != nil {
		return nil, err
	}
	v, err := version.NewVersion(text)
	if err != nil {
		return nil, fmt.Errorf("reading the version of %s: %w", node, err)
	}
	return v, nil
}
