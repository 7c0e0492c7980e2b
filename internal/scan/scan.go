// Package scan has a judge of somebody else's, checkov, read the plans of stacks,
// and holds what it says against the exceptions in exceptions.json.
package scan

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/example/predictive-maintenance/envs"
)

// Exception is a failed check that is accepted until a day. Nothing else
// silences one: a plan has no comments, and checkov is run without settings.
type Exception struct {
	// Check is checkov's name of it: "CKV_AWS_18".
	Check string `json:"check"`
	// Stack is the stack's name; "!production" is every environment but that
	// one, and * every stack.
	Stack string `json:"stack"`
	// Address is of the resources, with * for anything: "aws_s3_bucket.*".
	Address string `json:"address"`
	Reason  string `json:"reason"`
	// Until is the last day.
	Until string `json:"until"`
}

//go:embed exceptions.json
var exceptions []byte

// Exceptions are those of the project.
func Exceptions() ([]Exception, error) { return readExceptions(exceptions, time.Now()) }

var checkID = regexp.MustCompile(`^CKV2?_[A-Z0-9]+_\d+$`)

// readExceptions returns all problems at once.
func readExceptions(content []byte, now time.Time) ([]Exception, error) {
	var file struct {
		Exceptions []Exception `json:"exceptions"`
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return nil, fmt.Errorf("read the exceptions: %w", err)
	}
	var problems []error
	for _, e := range file.Exceptions {
		problem := func(format string, args ...any) {
			problems = append(problems, fmt.Errorf("exception from %s of %s: "+format, append([]any{e.Check, e.Address}, args...)...))
		}
		if !checkID.MatchString(e.Check) {
			problem("checkov's checks are named as CKV_AWS_18 or CKV2_AWS_5")
		}
		if _, err := path.Match(e.Address, ""); err != nil || e.Address == "" {
			problem("its address is no pattern of addresses")
		}
		if e.Stack == "" {
			problem("say of which stack, or * for all")
		}
		if len(e.Reason) < 20 {
			problem("say why, so that others can judge it")
		}
		until, err := time.Parse(time.DateOnly, e.Until)
		if err != nil {
			problem("its end is a day, as 2027-05-31")
		} else if until.After(now.AddDate(1, 0, 1)) {
			problem("it ends more than a year from now; look at it again before that")
		}
	}
	return file.Exceptions, errors.Join(problems...)
}

// covers says whether the exception is of a finding.
func (e Exception) covers(f Finding) bool {
	match, err := path.Match(e.Address, f.Address)
	other, but := strings.CutPrefix(e.Stack, "!")
	there := e.Stack == "*" || e.Stack == f.Stack || but && other != f.Stack && f.Stack != envs.AccountName && f.Stack != envs.BootstrapName
	return err == nil && match && there && e.Check == f.Check
}

// Finding is a check that failed.
type Finding struct {
	Stack   string `json:"-"`
	Check   string `json:"check_id"`
	Title   string `json:"check_name"`
	Address string `json:"resource_address"`
}

// Excepted is a finding that an exception covers.
type Excepted struct {
	Finding
	Exception
}

// Report is what checkov says of stacks, after the exceptions.
type Report struct {
	// Passed is how many checks of a resource passed.
	Passed int
	// Failed are the findings that no exception covers.
	Failed []Finding
	// Excepted are those that one does.
	Excepted []Excepted
	// Ended are the exceptions that are over.
	Ended []Exception

	exceptions []Exception
	// used cover something, and met are of resources that there are.
	used, met map[Exception]bool
}

// NewReport is one on no stack yet.
func NewReport(exceptions []Exception, now time.Time) *Report {
	r := &Report{used: map[Exception]bool{}, met: map[Exception]bool{}}
	for _, e := range exceptions {
		if now.UTC().Format(time.DateOnly) > e.Until {
			r.Ended = append(r.Ended, e)
		} else {
			r.exceptions = append(r.exceptions, e)
		}
	}
	return r
}

// Add takes in what checkov printed about the plan of a stack, which has the
// resources of these addresses.
func (r *Report) Add(stack string, printed []byte, addresses []string) error {
	var said struct {
		Type    string `json:"check_type"`
		Results struct {
			Failed []Finding `json:"failed_checks"`
		} `json:"results"`
		Summary struct {
			Passed    int `json:"passed"`
			Failed    int `json:"failed"`
			Skipped   int `json:"skipped"`
			Errors    int `json:"parsing_errors"`
			Resources int `json:"resource_count"`
		} `json:"summary"`
	}
	if err := json.Unmarshal(printed, &said); err != nil {
		return fmt.Errorf("read what checkov says of %s: %w", stack, err)
	}
	switch s := said.Summary; {
	case said.Type != "terraform_plan" || s.Resources == 0 || s.Passed == 0:
		return fmt.Errorf("checkov found nothing to read in the plan of %s", stack)
	case s.Errors > 0:
		return fmt.Errorf("checkov could not read %d parts of the plan of %s", s.Errors, stack)
	case s.Skipped > 0:
		return fmt.Errorf("checkov skipped %d checks of %s; an exception says why, and ends", s.Skipped, stack)
	case s.Failed != len(said.Results.Failed):
		return fmt.Errorf("checkov counts %d failed checks of %s and names %d", s.Failed, stack, len(said.Results.Failed))
	}
	for _, e := range r.exceptions {
		r.met[e] = r.met[e] || slices.ContainsFunc(addresses, func(address string) bool {
			return e.covers(Finding{stack, e.Check, "", address})
		})
	}
	slices.SortFunc(said.Results.Failed, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.Check, b.Check), strings.Compare(a.Address, b.Address))
	})
	r.Passed += said.Summary.Passed
	for _, f := range said.Results.Failed {
		f.Stack = stack
		i := slices.IndexFunc(r.exceptions, func(e Exception) bool { return e.covers(f) })
		if i < 0 {
			r.Failed = append(r.Failed, f)
			continue
		}
		r.used[r.exceptions[i]] = true
		r.Excepted = append(r.Excepted, Excepted{f, r.exceptions[i]})
	}
	return nil
}

// Unused are the exceptions that cover nothing, of resources that there are:
// what a project's values leave out, Datadog for one, is no fault of theirs. It
// says something once every stack was added.
func (r *Report) Unused() []Exception {
	return slices.DeleteFunc(slices.Clone(r.exceptions), func(e Exception) bool { return r.used[e] || !r.met[e] })
}
