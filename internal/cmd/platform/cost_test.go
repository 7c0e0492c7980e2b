package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/cost"
)

func TestCostRefusesAnUnknownStack(t *testing.T) {
	t.Chdir(filepath.Join("..", "..", ".."))
	for want, args := range map[string][]string{
		`no stack is named "moon"; there are `:                   {"cost", "--stack", "moon"},
		"say of which stack plan.json is a plan: ENV=production": {"cost", "--plan", "plan.json"},
	} {
		cmd := root()
		cmd.SetArgs(args)
		cmd.SilenceErrors, cmd.SilenceUsage = true, true
		if err := cmd.Execute(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", args, err)
		}
	}
}

func TestRegionsThatAreAskedForAreThoseInUse(t *testing.T) {
	asked := billedRegions()
	for _, env := range envs.All() {
		for _, region := range env.Regions() {
			if slices.Contains(asked, region) != (envs.Partition(region) == "aws") {
				t.Errorf("%s of %s: %q", region, env.Name, asked)
			}
		}
	}
	if !slices.IsSorted(asked) || len(slices.Compact(slices.Clone(asked))) != len(asked) {
		t.Errorf("%q", asked)
	}
}

func TestPricesAreReplacedWholly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "prices.csv")
	for _, content := range []string{"one", "two"} {
		if err := replace(file, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != content {
			t.Errorf("%q: %v", got, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "*")); len(left) != 1 {
		t.Errorf("left behind: %q", left)
	}
	if err := replace(filepath.Join(file, cost.File), nil); err == nil {
		t.Error("no error")
	}
}
