package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fed is a run, and what it printed, after some events.
func fed(t *testing.T, events ...event) (*testRun, string) {
	t.Helper()
	var out bytes.Buffer
	r := newRun(&out)
	for _, e := range events {
		line, err := json.Marshal(e)
		require.NoError(t, err)
		r.take(line)
	}
	return r, out.String()
}

func TestSaysHowFarItIs(t *testing.T) {
	r, _ := fed(t,
		event{Action: "start", Package: "x/quick"},
		event{Action: "pass", Package: "x/quick"},
		event{Action: "start", Package: "x/database"},
		event{Action: "run", Package: "x/database", Test: "TestBad"},
		event{Action: "fail", Package: "x/database", Test: "TestBad"},
		event{Action: "start", Package: "x/terraform"},
		event{Action: "run", Package: "x/terraform", Test: "TestOne"},
		event{Action: "pass", Package: "x/terraform", Test: "TestOne"},
		event{Action: "run", Package: "x/terraform", Test: "TestAll"},
		event{Action: "run", Package: "x/terraform", Test: "TestAll/dev"},
		event{Action: "pause", Package: "x/terraform", Test: "TestAll/dev"},
		event{Action: "run", Package: "x/terraform", Test: "TestAll/staging"},
		event{Action: "run", Package: "x/terraform", Test: "TestAll/production"},
		event{Action: "run", Package: "x/terraform", Test: "TestAll/production/locks"},
	)
	assert.Equal(t, "1 packages and 2 tests are through; database; terraform: TestAll/production/locks, TestAll/staging", r.String())
}

// TestPrintsWhatGoTestPrints runs go test on a module with a test that passes, one
// that fails, one that panics, and a package that does not compile.
func TestPrintsWhatGoTestPrints(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"go.mod":         "module x\n\ngo 1.26\n",
		"a/a_test.go":    "package a\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) { t.Log(\"quiet\"); println(\"quiet\") }\n",
		"b/b_test.go":    "package b\n\nimport \"testing\"\n\nfunc TestB(t *testing.T) {\n\tt.Run(\"good\", func(t *testing.T) { t.Log(\"quiet\") })\n\tt.Run(\"bad\", func(t *testing.T) { t.Error(\"loud\") })\n}\n",
		"c/c_test.go":    "package c\n\nimport \"testing\"\n\nfunc TestC(t *testing.T) { panic(\"loud\") }\n",
		"d/d_test.go":    "package d\n\nfunc broken() int { loud }\n",
		"e/e.go":         "package e\n",
		"f/main_test.go": "package f\n\nimport (\n\t\"os\"\n\t\"testing\"\n)\n\nfunc TestMain(m *testing.M) { println(\"loud\"); os.Exit(1) }\n",
	} {
		file := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
	}
	test := exec.Command("go", "test", "-json", "-buildvcs=false", "./...")
	test.Dir = dir
	said, err := test.Output()
	require.Error(t, err)
	var out, progress bytes.Buffer
	require.NoError(t, run(bytes.NewReader(said), &out, &progress, nil))
	assert.Empty(t, progress.String())

	printed := out.String()
	assert.Regexp(t, `(?m)^ok  \tx/a\t`, printed)
	for _, name := range []string{"b", "c", "d", "f"} {
		assert.Regexp(t, `(?m)^FAIL\tx/`+name+`[\t ]`, printed)
	}
	assert.Contains(t, printed, "--- FAIL: TestB/bad")
	assert.Contains(t, printed, "b_test.go:7: loud")
	assert.Contains(t, printed, "panic: loud")
	assert.Contains(t, printed, "d_test.go:3:")
	assert.Contains(t, printed, "loud\nFAIL\tx/f")
	assert.NotContains(t, printed, "quiet")
	assert.NotContains(t, printed, "x/e", "it has no tests")
	assert.NotContains(t, printed, "=== ")
}

// TestPartsAreCounted has make say what the long targets would do.
func TestPartsAreCounted(t *testing.T) {
	for _, target := range []string{"check", "test"} {
		make := exec.Command("make", "-n", target)
		make.Dir = filepath.Join("..", "..")
		said, err := make.CombinedOutput()
		require.NoError(t, err, "%s", said)
		var parts []string
		for line := range strings.Lines(string(said)) {
			if part, ok := strings.CutPrefix(line, `echo "part `); ok {
				count, _, _ := strings.Cut(part, ":")
				parts = append(parts, count)
			}
		}
		require.NotEmpty(t, parts, target)
		for i, part := range parts {
			assert.Equal(t, []string{number(i + 1), number(len(parts))}, strings.Split(part, " of "), target)
		}
	}
}

func number(n int) string { return string(rune('0' + n)) }
