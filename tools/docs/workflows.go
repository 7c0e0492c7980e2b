package docs

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/example/predictive-maintenance/tools/workflow"
)

var (
	// pushed is where a workflow names the branches whose pushes it is for.
	pushed = regexp.MustCompile(`(?m)^(  push:\n    branches: ).+$`)
	// chosen is where it names the environments that somebody may choose from.
	chosen = regexp.MustCompile(`(?m)^(      (?:environment|from):\n(?:        .+\n)*?        options: ).+$`)
)

// Workflows are the pipelines with the environments and branches that there are,
// by path, and the owners of the code: GitHub wants all of them in writing.
func Workflows(p Project) (map[string][]byte, error) {
	var names, branches []string
	for _, env := range p.Environments {
		names = append(names, env.Name)
	}
	for _, env := range p.fromLast() {
		if env.Branch != "" && !slices.Contains(branches, env.Branch) {
			branches = append(branches, env.Branch)
		}
	}
	if len(branches) == 0 {
		// No push is deployed, and an empty list is none.
		branches = []string{"**", "!**"}
	}
	files, err := workflow.Files(p.Root)
	if err != nil {
		return nil, fmt.Errorf("list the workflows: %w", err)
	}
	made := map[string][]byte{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read a workflow: %w", err)
		}
		for place, list := range map[*regexp.Regexp][]string{pushed: branches, chosen: names} {
			text, err := inOneLine(list)
			if err != nil {
				return nil, err
			}
			content = place.ReplaceAll(content, []byte("${1}"+text))
		}
		made[".github/workflows/"+filepath.Base(file)] = content
	}
	const owners = ".github/CODEOWNERS"
	content, err := os.ReadFile(filepath.Join(p.Root, owners))
	if err != nil {
		return nil, fmt.Errorf("read the owners of the code: %w", err)
	}
	owner, _, _ := strings.Cut(p.Account().Repository, "/")
	made[owners] = bytes.ReplaceAll(content, []byte("@example/"), []byte("@"+owner+"/"))
	return made, nil
}

// inOneLine is a list of texts in YAML.
func inOneLine(list []string) (string, error) {
	node := yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, text := range list {
		node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text})
	}
	content, err := yaml.Marshal(&node)
	return strings.TrimSpace(string(content)), err
}
