package scan

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var today = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

// printed is what checkov 3.3.30 printed about the project's own stacks, less
// the fields that nothing here reads.
func printed(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no recordings", err)
	}
	found := map[string][]byte{}
	for _, file := range files {
		if found[strings.TrimSuffix(filepath.Base(file), ".json")], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// failing are the addresses that a recording names.
func failing(t *testing.T, recording []byte) (addresses []string) {
	t.Helper()
	var said struct {
		Results struct {
			Failed []Finding `json:"failed_checks"`
		}
	}
	if err := json.Unmarshal(recording, &said); err != nil {
		t.Fatal(err)
	}
	for _, f := range said.Results.Failed {
		addresses = append(addresses, f.Address)
	}
	return addresses
}

// The project's exceptions are whole, and each is of something.
func TestEveryFailedCheckHasAnException(t *testing.T) {
	exceptions, err := readExceptions(exceptions, today)
	if err != nil {
		t.Fatal(err)
	}
	report := NewReport(exceptions, today)
	for stack, recording := range printed(t) {
		if err := report.Add(stack, recording, failing(t, recording)); err != nil {
			t.Fatal(err)
		}
	}
	if len(report.Failed) > 0 {
		t.Errorf("no exception covers %v", report.Failed)
	}
	for _, e := range exceptions {
		if !report.used[e] {
			t.Errorf("the exception from %s of %s covers nothing", e.Check, e.Address)
		}
	}
	if err := report.Err(report.Unused()); err != nil {
		t.Error(err)
	}
}

const said = `{"check_type": "terraform_plan", "results": {"failed_checks": [
	{"check_id": "CKV_AWS_18", "check_name": "Logs", "resource_address": "aws_s3_bucket.a"},
	{"check_id": "CKV_AWS_18", "check_name": "Logs", "resource_address": "aws_s3_bucket.b"}]},
	"summary": {"passed": 5, "failed": 2, "skipped": 0, "parsing_errors": 0, "resource_count": 3}}`

func TestExceptionsCoverWhatTheySay(t *testing.T) {
	addresses := []string{"aws_s3_bucket.a", "aws_s3_bucket.b", "aws_s3_bucket.c"}
	const all = "CKV_AWS_18 * aws_s3_bucket.* 2027-01-01"
	for _, tt := range []struct {
		name, stack string
		// exceptions are of: check, stack, address, until.
		exceptions                      []string
		failed, excepted, ended, unused int
	}{
		{"none", "production", nil, 2, 0, 0, 0},
		{"of all", "production", []string{all}, 0, 2, 0, 0},
		{"of one", "production", []string{"CKV_AWS_18 * aws_s3_bucket.a 2027-01-01"}, 1, 1, 0, 0},
		{"of another check", "production", []string{all, "CKV_AWS_19 * aws_s3_bucket.* 2027-01-01"}, 0, 2, 0, 1},
		{"of a resource that passes", "production", []string{all, "CKV_AWS_18 * aws_s3_bucket.c 2027-01-01"}, 0, 2, 0, 1},
		{"of a resource that there isn't", "production", []string{all, "CKV_AWS_18 * aws_s3_bucket.d 2027-01-01"}, 0, 2, 0, 0},
		{"twice", "production", []string{all, "CKV_AWS_18 production aws_s3_bucket.* 2027-01-01"}, 0, 2, 0, 1},
		{"of another stack", "production", []string{"CKV_AWS_18 dev aws_s3_bucket.* 2027-01-01"}, 2, 0, 0, 0},
		{"of all environments but this", "production", []string{"CKV_AWS_18 !production aws_s3_bucket.* 2027-01-01"}, 2, 0, 0, 0},
		{"of all environments but another", "dev", []string{"CKV_AWS_18 !production aws_s3_bucket.* 2027-01-01"}, 0, 2, 0, 0},
		{"of environments, on another stack", "account", []string{"CKV_AWS_18 !production aws_s3_bucket.* 2027-01-01"}, 2, 0, 0, 0},
		{"on its last day", "production", []string{"CKV_AWS_18 * aws_s3_bucket.* 2026-11-29"}, 0, 2, 0, 0},
		{"a day later", "production", []string{"CKV_AWS_18 * aws_s3_bucket.* 2026-11-28"}, 2, 0, 1, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var exceptions []Exception
			for _, e := range tt.exceptions {
				f := strings.Fields(e)
				exceptions = append(exceptions, Exception{f[0], f[1], f[2], "for a reason", f[3]})
			}
			report := NewReport(exceptions, today)
			if err := report.Add(tt.stack, []byte(said), addresses); err != nil {
				t.Fatal(err)
			}
			unused := report.Unused()
			got := []int{len(report.Failed), len(report.Excepted), len(report.Ended), len(unused)}
			if want := []int{tt.failed, tt.excepted, tt.ended, tt.unused}; !slices.Equal(got, want) {
				t.Errorf("failed, excepted, ended and unused are %d, want %d", got, want)
			}
			if err := report.Err(unused); (err == nil) != (tt.failed+tt.ended+tt.unused == 0) {
				t.Errorf("the error is %v", err)
			}
			var table bytes.Buffer
			if err := report.Table(&table, unused); err != nil {
				t.Fatal(err)
			}
			for word, n := range map[string]int{"FAIL": tt.failed, ": until ": tt.excepted, "OVER": tt.ended, "UNUSED": tt.unused} {
				if strings.Count(table.String(), word) != n {
					t.Errorf("want %d lines with %s in\n%s", n, word, &table)
				}
			}
		})
	}
}

// What checkov did not look at has not passed.
func TestNothingIsSkippedInSilence(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"skipped", `"skipped": 0`, `"skipped": 1`, "skipped 1 checks of dev"},
		{"not read", `"parsing_errors": 0`, `"parsing_errors": 2`, "could not read 2 parts"},
		{"not named", `"failed": 2`, `"failed": 3`, "counts 3 failed checks of dev and names 2"},
		{"nothing there", `"resource_count": 3`, `"resource_count": 0`, "nothing to read"},
		{"no check passed", `"passed": 5`, `"passed": 0`, "nothing to read"},
		{"of another kind", `"terraform_plan"`, `"secrets"`, "nothing to read"},
		{"no JSON", `{"check_type"`, `usage: checkov {"check_type"`, "read what checkov says of dev"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := NewReport(nil, today).Add("dev", []byte(strings.Replace(said, tt.old, tt.new, 1)), nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestExceptionsAreRefused(t *testing.T) {
	const good = `{"exceptions": [{"check": "CKV2_AWS_5", "stack": "*", "address": "aws_x.*", "reason": "twenty letters, at the least", "until": "2027-11-29"}]}`
	if _, err := readExceptions([]byte(good), today); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"of no check", "CKV2_AWS_5", "*", "named as CKV_AWS_18"},
		{"of no stack", `"*"`, `""`, "of which stack"},
		{"of no address", "aws_x.*", "", "no pattern"},
		{"of a pattern that is none", "aws_x.*", "aws_x[", "no pattern"},
		{"for no reason", "twenty letters, at the least", "because", "say why"},
		{"without an end", "2027-11-29", "", "its end is a day"},
		{"for long", "2027-11-29", "2027-12-01", "more than a year"},
		{"with a field that nothing reads", `"until"`, `"expires"`, "unknown field"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readExceptions([]byte(strings.Replace(good, tt.old, tt.new, 1)), today)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want one with %q", err, tt.want)
			}
		})
	}
}

// Settings of whoever runs it could have checkov skip checks, or ask a service.
func TestCheckovGetsNoSettings(t *testing.T) {
	t.Setenv("CKV_SKIP_CHECK", "CKV_AWS_18")
	t.Setenv("BC_API_KEY", "not-a-key")
	python := filepath.Join(t.TempDir(), "python")
	if err := os.WriteFile(python, []byte("#!/bin/sh\npwd; cat plan.json; env; echo \"$@\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	got, err := Checkov(t.Context(), python, dir, []byte("the plan\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{dir + "\nthe plan\n", "HOME=" + dir, "--skip-download"} {
		if !strings.Contains(string(got), want) {
			t.Errorf("want %q in\n%s", want, got)
		}
	}
	if strings.Contains(string(got), "CKV_") || strings.Contains(string(got), "BC_") {
		t.Errorf("settings reached checkov:\n%s", got)
	}
	if err := os.WriteFile(python, []byte("#!/bin/sh\necho no such framework >&2; exit 2\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Checkov(t.Context(), python, dir, nil); err == nil || !strings.Contains(err.Error(), "no such framework") {
		t.Errorf("the error is %v", err)
	}
}
