package synth

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gofrs/flock"

	"github.com/example/predictive-maintenance/internal/synth/lockfile"
	"github.com/example/predictive-maintenance/stacks"
)

const manifestFile = "manifest.json"

// generated are the files that a run writes into a stack's folder, as JSON or as
// HCL. Everything else there is Terraform's or the user's.
var generated = []string{"cdk.tf.json", "cdk.tf", "metadata.json", lockfile.Name, recordFile}

// manifest is what the cdktf CLI reads to know the stacks.
type manifest struct {
	Version string                     `json:"version"`
	Stacks  map[string]json.RawMessage `json:"stacks"`
}

// publish moves what was staged into place, file by file, and puts everything
// back if one of them cannot be moved. Two runs at once take turns.
func publish(s *scratch, out string, all, chosen []stacks.Stack) (err error) {
	s.publishing.Lock()
	defer s.publishing.Unlock()
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	lock := flock.New(filepath.Join(out, ".lock"))
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()

	m, gone, err := mergeManifest(s.staged, out, all)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(s.staged, manifestFile), m, 0o644); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}

	swap := &swap{backup: s.backup, out: out}
	defer func() {
		if err != nil {
			err = errors.Join(err, swap.undo())
		}
	}()
	for _, stack := range chosen {
		gone = append(gone, filepath.Join("stacks", stack.Name))
	}
	for _, folder := range gone {
		for _, name := range generated {
			if err := swap.remove(filepath.Join(folder, name)); err != nil {
				return err
			}
		}
	}
	if err := filepath.WalkDir(s.staged, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		file, err := filepath.Rel(s.staged, path)
		if err != nil {
			return err
		}
		return swap.place(path, file)
	}); err != nil {
		return err
	}
	for _, folder := range gone {
		// Fails, as it should, where Terraform or the user left something.
		_ = os.Remove(filepath.Join(out, folder))
	}
	return nil
}

// mergeManifest keeps the entries of stacks that this run left alone, and
// names the folders of those that are no more.
func mergeManifest(staged, out string, all []stacks.Stack) (merged []byte, gone []string, err error) {
	fresh, err := readManifest(filepath.Join(staged, manifestFile))
	if err != nil {
		return nil, nil, err
	}
	old, err := readManifest(filepath.Join(out, manifestFile))
	if err != nil {
		// A manifest that cannot be read says nothing worth keeping.
		old = manifest{}
	}
	for name, entry := range old.Stacks {
		known := slices.ContainsFunc(all, func(s stacks.Stack) bool { return s.Name == name })
		_, again := fresh.Stacks[name]
		switch {
		case again:
		case known:
			fresh.Stacks[name] = entry
		case filepath.IsLocal(name):
			gone = append(gone, filepath.Join("stacks", name))
		}
	}
	merged, err = json.MarshalIndent(fresh, "", "  ")
	if err != nil {
		return nil, nil, fmt.Errorf("write manifest: %w", err)
	}
	return append(merged, '\n'), gone, nil
}

func readManifest(path string) (manifest, error) {
	var m manifest
	data, err := os.ReadFile(path)
	if err != nil {
		return m, fmt.Errorf("read manifest: %w", err)
	}
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&m); err != nil {
		return m, fmt.Errorf("read manifest %s: %w", path, err)
	}
	return m, nil
}

// swap replaces files of a folder and can put them back.
type swap struct {
	backup, out string
	saved       []string
	placed      []string
}

// remove sets a file aside, if there is one.
func (s *swap) remove(file string) error {
	target := filepath.Join(s.out, file)
	kept := filepath.Join(s.backup, file)
	if err := os.MkdirAll(filepath.Dir(kept), 0o755); err != nil {
		return err
	}
	switch err := os.Rename(target, kept); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	s.saved = append(s.saved, file)
	return nil
}

// place moves a new file to where the old one was.
func (s *swap) place(from, file string) error {
	if !slices.Contains(s.saved, file) {
		if err := s.remove(file); err != nil {
			return err
		}
	}
	target := filepath.Join(s.out, file)
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	if err := os.Rename(from, target); err != nil {
		return err
	}
	s.placed = append(s.placed, file)
	return nil
}

// undo takes back what was placed and returns what was set aside.
func (s *swap) undo() error {
	var errs []error
	for _, file := range s.placed {
		errs = append(errs, os.Remove(filepath.Join(s.out, file)))
	}
	for _, file := range s.saved {
		errs = append(errs, os.Rename(filepath.Join(s.backup, file), filepath.Join(s.out, file)))
	}
	return errors.Join(errs...)
}
