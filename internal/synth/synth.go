// Package synth turns stacks into Terraform JSON on disk, wholly or not at all.
package synth

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/progress"
	"github.com/example/predictive-maintenance/internal/synth/lockfile"
	"github.com/example/predictive-maintenance/stacks"
)

// Run synthesizes the chosen ones of all stacks into the folder out, and
// reports a line a stack to w. Stacks that were not chosen stay as they are.
// On any error, out is what it was before.
func Run(out string, all, chosen []stacks.Stack, w io.Writer) (err error) {
	start := time.Now()
	go program() // is read while Node works
	scratch, err := newScratch(out)
	if err != nil {
		return err
	}
	defer scratch.remove()
	defer scratch.removeWhenInterrupted()()
	restore, err := prepareKernel(scratch.runtime)
	if err != nil {
		return err
	}
	defer restore()

	built, err := build(scratch.staged, chosen)
	if err != nil {
		return err
	}
	if err := repairHCL(scratch.staged, chosen); err != nil {
		return err
	}
	if err := checkBudgets(scratch.staged, all, chosen, w); err != nil {
		return err
	}
	if err := lockProviders(scratch.staged, out, chosen); err != nil {
		return err
	}
	if err := writeRecords(scratch.staged, chosen); err != nil {
		return err
	}
	if err := publish(scratch, out, all, chosen); err != nil {
		return fmt.Errorf("publish to %s: %w", out, err)
	}
	return report(w, out, chosen, built, time.Since(start))
}

// build declares and synthesizes the stacks into the folder staged, and
// returns how long each took to declare.
func build(staged string, chosen []stacks.Stack) (took []time.Duration, err error) {
	defer kernelErrors("synthesize", &err)
	app := cdktf.NewApp(&cdktf.AppConfig{
		Outdir: jsii.String(staged),
		// Stack traces hold paths of this machine, and would make the same
		// input give other bytes on another one.
		StackTraces: jsii.Bool(false),
	})
	for i, s := range chosen {
		start := time.Now()
		// The first one starts Node, which unpacks the providers' bindings where
		// it has not before.
		if err := declare(app, s, fmt.Sprintf("%d of %d", i+1, len(chosen))); err != nil {
			return nil, err
		}
		took = append(took, time.Since(start))
	}
	defer progress.Step("writing %d stacks", len(chosen))()
	app.Synth()
	return took, nil
}

func declare(app cdktf.App, s stacks.Stack, count string) (err error) {
	defer kernelErrors("declare stack "+s.Name, &err)
	defer progress.Step("synthesizing %s, %s", s.Name, count)()
	return s.Declare(app)
}

// lockProviders lays the lock file of its providers beside each stack: the one
// that is in the folder out already, where that has all that is locked.
func lockProviders(staged, out string, chosen []stacks.Stack) error {
	for _, s := range chosen {
		folder := filepath.Join("stacks", s.Name)
		file, err := stackFile(filepath.Join(staged, folder))
		if err != nil {
			return fmt.Errorf("lock the providers of %s: %w", s.Name, err)
		}
		locked, err := lockfile.For(file)
		if err != nil {
			return fmt.Errorf("lock the providers of %s: %w", s.Name, err)
		}
		if there, err := os.ReadFile(filepath.Join(out, folder, lockfile.Name)); err == nil && lockfile.Covers(there, locked) {
			locked = there
		}
		if err := os.WriteFile(filepath.Join(staged, folder, lockfile.Name), locked, 0o644); err != nil {
			return fmt.Errorf("lock the providers of %s: %w", s.Name, err)
		}
	}
	return nil
}

// stackFile is the file that cdktf wrote for a stack into a folder, as JSON or
// as HCL.
func stackFile(folder string) (string, error) {
	file := filepath.Join(folder, "cdk.tf.json")
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		file = filepath.Join(folder, "cdk.tf")
	}
	_, err := os.Stat(file)
	return file, err
}
