package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
)

// manifest is the npm project of the TypeScript variants. Its tsconfig.json is
// that of cdktf's TypeScript template.
//
//go:embed typescript/package.json typescript/package-lock.json typescript/tsconfig.json
var manifest embed.FS

// packageFiles are those of the manifest that say what is to be installed.
var packageFiles = []string{"package.json", "package-lock.json"}

// installPackages installs the npm packages into dir, unless they are there,
// and returns their folder.
func installPackages(ctx context.Context, dir string) (modules string, err error) {
	modules = filepath.Join(dir, "node_modules")
	stamp := filepath.Join(dir, "installed")
	sum := sha256.New()
	files := map[string][]byte{}
	for _, name := range packageFiles {
		data, err := manifest.ReadFile("typescript/" + name)
		if err != nil {
			return "", err
		}
		sum.Write(data)
		files[name] = data
	}
	want := []byte(hex.EncodeToString(sum.Sum(nil)) + "\n")
	if have, err := os.ReadFile(stamp); err == nil && bytes.Equal(have, want) {
		return modules, nil
	}

	progress("installing the TypeScript packages into %s (once, 400 MB)", dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return "", err
		}
	}
	if err := output(ctx, dir, nil, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"); err != nil {
		return "", fmt.Errorf("install TypeScript packages: %w", err)
	}
	return modules, os.WriteFile(stamp, want, 0o644)
}
