package synth

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/example/predictive-maintenance/internal/outdir"
	"github.com/example/predictive-maintenance/stacks"
)

// Update is Run for the stacks whose files are not what this program would write.
// It holds where everything that decides about them is in the program, or in
// [settings]: a stack that reads anything else belongs to those.
func Update(out string, all, chosen []stacks.Stack, w io.Writer) error {
	start := time.Now()
	stale, err := stale(out, all, chosen)
	if err != nil {
		return err
	}
	if len(stale) > 0 {
		if kept := len(chosen) - len(stale); kept > 0 {
			fmt.Fprintf(w, "%d of %d stacks are up to date\n", kept, len(chosen))
		}
		return Run(out, all, stale, w)
	}
	_, err = fmt.Fprintf(w, "%s is up to date, checked in %.2f s\n", filepath.Join(out, "stacks"), time.Since(start).Seconds())
	return err
}

// recordFile is beside a stack's files and says what made them.
const recordFile = ".synth.json"

// record is what the files of a stack come from, as sums (SHA-256).
type record struct {
	// Program is of the executable, which has the stacks and their values in it,
	// Settings of what it reads from the environment.
	Program  string `json:"program"`
	Settings string `json:"settings"`
	// Manifest is of the stack's entry in the manifest, Files of its files by name.
	Manifest string            `json:"manifest"`
	Files    map[string]string `json:"files"`
}

// settings are the environment variables that decide about what is written: those
// of the cdktf CLI, one of which asks for HCL. Where the result goes is none.
func settings() string {
	var found []string
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if (strings.HasPrefix(name, "CDKTF_") || strings.HasPrefix(name, "SYNTH_")) && name != outdir.Env {
			found = append(found, variable)
		}
	}
	slices.Sort(found)
	return sum([]byte(strings.Join(found, "\x00")))
}

// program is the sum of the running executable.
var program = sync.OnceValues(func() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find this program: %w", err)
	}
	file, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("read this program: %w", err)
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", fmt.Errorf("read this program: %w", err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
})

func sum(data []byte) string {
	hash := sha256.Sum256(data)
	return hex.EncodeToString(hash[:])
}

// stale are those of the chosen stacks that have to be written: all of them, where
// the manifest cannot be read or has stacks that are no more.
func stale(out string, all, chosen []stacks.Stack) (found []stacks.Stack, err error) {
	if _, err := os.Stat(out); errors.Is(err, fs.ErrNotExist) {
		return chosen, nil
	}
	// Another run may be at moving its files into place.
	lock := flock.New(filepath.Join(out, ".lock"))
	if err := lock.RLock(); err != nil {
		return nil, fmt.Errorf("lock %s: %w", out, err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()

	m, err := readManifest(filepath.Join(out, manifestFile))
	if err != nil {
		return chosen, nil
	}
	for name := range m.Stacks {
		if !slices.ContainsFunc(all, func(s stacks.Stack) bool { return s.Name == name }) {
			return chosen, nil
		}
	}
	for _, s := range chosen {
		folder := filepath.Join(out, "stacks", s.Name)
		now, err := describe(folder, m.Stacks[s.Name])
		if err != nil {
			return nil, err
		}
		var then record
		data, err := os.ReadFile(filepath.Join(folder, recordFile))
		if err != nil || json.Unmarshal(data, &then) != nil || !then.equal(now) {
			found = append(found, s)
		}
	}
	return found, nil
}

func (r record) equal(other record) bool {
	return r.Program == other.Program && r.Settings == other.Settings &&
		r.Manifest == other.Manifest && maps.Equal(r.Files, other.Files)
}

// describe is the record of a folder's files as they are, if this program had made
// them.
func describe(folder string, entry json.RawMessage) (record, error) {
	made, err := program()
	if err != nil {
		return record{}, err
	}
	r := record{Program: made, Settings: settings(), Files: map[string]string{}}
	var plain bytes.Buffer
	if json.Compact(&plain, entry) == nil {
		r.Manifest = sum(plain.Bytes())
	}
	for _, name := range generated {
		if data, err := os.ReadFile(filepath.Join(folder, name)); err == nil && name != recordFile {
			r.Files[name] = sum(data)
		}
	}
	return r, nil
}

// writeRecords lays its record beside each stack that was staged.
func writeRecords(staged string, chosen []stacks.Stack) error {
	m, err := readManifest(filepath.Join(staged, manifestFile))
	if err != nil {
		return err
	}
	for _, s := range chosen {
		folder := filepath.Join(staged, "stacks", s.Name)
		r, err := describe(folder, m.Stacks[s.Name])
		if err != nil {
			return err
		}
		data, err := json.MarshalIndent(r, "", "  ")
		if err != nil {
			return fmt.Errorf("write the record of %s: %w", s.Name, err)
		}
		if err := os.WriteFile(filepath.Join(folder, recordFile), append(data, '\n'), 0o644); err != nil {
			return fmt.Errorf("write the record of %s: %w", s.Name, err)
		}
	}
	return nil
}
