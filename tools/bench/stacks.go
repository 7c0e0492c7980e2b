package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

// stack is a synthesized one, without cdktf's metadata.
type stack struct {
	name     string
	document map[string]any
}

// readStacks reads what a synth wrote into an output folder.
func readStacks(out string) ([]stack, error) {
	files, err := filepath.Glob(filepath.Join(out, "stacks", "*", "cdk.tf.json"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no stacks in %s", out)
	}
	var stacks []stack
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read stack: %w", err)
		}
		document, err := parseStack(data)
		if err != nil {
			return nil, fmt.Errorf("read stack %s: %w", file, err)
		}
		stacks = append(stacks, stack{filepath.Base(filepath.Dir(file)), document})
	}
	return stacks, nil
}

func parseStack(data []byte) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var document map[string]any
	if err := decoder.Decode(&document); err != nil {
		return nil, err
	}
	withoutMetadata(document)
	return document, nil
}

// withoutMetadata removes the construct paths and versions that cdktf writes
// under "//", which Terraform ignores.
func withoutMetadata(v any) {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "//")
		for _, child := range v {
			withoutMetadata(child)
		}
	case []any:
		for _, child := range v {
			withoutMetadata(child)
		}
	}
}

// resources counts the managed resources.
func resources(stacks []stack) int {
	n := 0
	for _, s := range stacks {
		byType, _ := s.document["resource"].(map[string]any)
		for _, elements := range byType {
			if named, ok := elements.(map[string]any); ok {
				n += len(named)
			}
		}
	}
	return n
}

// shownDifferences bounds a message; the first few say what is wrong.
const shownDifferences = 10

// compare returns an error that lists where two synths differ.
func compare(want, got []stack) error {
	differences := diff("", byName(want), byName(got))
	if len(differences) == 0 {
		return nil
	}
	if more := len(differences) - shownDifferences; more > 0 {
		differences = append(differences[:shownDifferences], fmt.Sprintf("and %d more", more))
	}
	return fmt.Errorf("%s", strings.Join(differences, "\n"))
}

func byName(stacks []stack) map[string]any {
	m := map[string]any{}
	for _, s := range stacks {
		m[s.name] = s.document
	}
	return m
}

// diff names each place where two values differ, the deepest possible.
func diff(path string, want, got any) []string {
	if reflect.DeepEqual(want, got) {
		return nil
	}
	switch w := want.(type) {
	case map[string]any:
		if g, ok := got.(map[string]any); ok {
			return diffMaps(path, w, g)
		}
	case []any:
		if g, ok := got.([]any); ok && len(w) == len(g) {
			var differences []string
			for i := range w {
				differences = append(differences, diff(fmt.Sprintf("%s[%d]", path, i), w[i], g[i])...)
			}
			return differences
		}
	}
	return []string{fmt.Sprintf("%s: %s instead of %s", path, shortened(got), shortened(want))}
}

func diffMaps(path string, want, got map[string]any) []string {
	keys := maps.Clone(want)
	maps.Copy(keys, got)
	var differences []string
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		at := strings.TrimPrefix(path+"."+key, ".")
		w, wanted := want[key]
		g, there := got[key]
		switch {
		case !there:
			differences = append(differences, at+": missing")
		case !wanted:
			differences = append(differences, fmt.Sprintf("%s: %s, and should not be there", at, shortened(g)))
		default:
			differences = append(differences, diff(at, w, g)...)
		}
	}
	return differences
}

func shortened(v any) string {
	const most = 120
	text := []rune(literal(v))
	if len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(text)
}
