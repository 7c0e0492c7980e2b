package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// makefile is what it has of each target: its group, and what it runs of this
// program.
func makefile(t *testing.T) (groups, runs map[string]string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	groups, runs = map[string]string{}, map[string]string{}
	var targets []string
	for _, section := range strings.Split(string(text), "\n##@ ")[1:] {
		title, body, _ := strings.Cut(section, "\n")
		for _, match := range regexp.MustCompile(`(?m)^([a-z-]+):.* ##`).FindAllStringSubmatch(body, -1) {
			groups[match[1]] = title
			targets = append(targets, match[1])
		}
	}
	// With all that is said only where somebody asks for it.
	dry := exec.Command("make", append([]string{"--dry-run", "AUTO_APPROVE=1", "OVERWRITE=1"}, targets...)...)
	dry.Dir = filepath.Join("..", "..", "..")
	printed, err := dry.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	for _, match := range regexp.MustCompile(`(?m)^\.tools/bin/platform ([a-z-]+)(.*)$`).FindAllStringSubmatch(string(printed), -1) {
		runs[match[1]] = match[2]
	}
	return groups, runs
}

// A target of make is a name for a subcommand: it has the same name, stands in the
// same group, and says nothing that the subcommand does not understand.
func TestTargetsAreNamesForSubcommands(t *testing.T) {
	groups, runs := makefile(t)
	ours := map[string]bool{}
	for _, cmd := range root().Commands() {
		name := cmd.Name()
		ours[name] = true
		if !strings.EqualFold(groups[name], cmd.GroupID) {
			t.Errorf("%s is in the group %q, and make's target in %q", name, cmd.GroupID, groups[name])
		}
		said, ok := runs[name]
		if !ok && name != "setup" && name != "doctor" {
			t.Errorf("no target of make runs %s", name)
		}
		for _, flag := range regexp.MustCompile(`--([a-z-]+)`).FindAllStringSubmatch(said, -1) {
			if cmd.Flags().Lookup(flag[1]) == nil {
				t.Errorf("make runs %s with %s, which it does not know", name, flag[0])
			}
		}
	}
	for name := range runs {
		if !ours[name] {
			t.Errorf("make runs %s, which there is not", name)
		}
	}
	// What a person types never becomes part of a script.
	for name, said := range runs {
		for word := range strings.FieldsSeq(said) {
			if !regexp.MustCompile(`^(--[a-z-]+|"\$(\{[A-Z_]+:-[a-zA-Z0-9]*\}|[A-Z_]+)")$`).MatchString(word) {
				t.Errorf("make gives %s the word %s, which does not come from the environment", name, word)
			}
		}
	}
}

func TestEverythingHasHelp(t *testing.T) {
	var shown []string
	var look func(cmd *cobra.Command)
	look = func(cmd *cobra.Command) {
		shown = append(shown, cmd.Name())
		if cmd.Short == "" || strings.HasSuffix(cmd.Short, ".") {
			t.Errorf("%s says of itself %q", cmd.CommandPath(), cmd.Short)
		}
		for _, sub := range cmd.Commands() {
			look(sub)
		}
	}
	look(root())
	if !slices.Contains(shown, "plan") {
		t.Errorf("there are only %v", shown)
	}
}
