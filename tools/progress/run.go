package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
)

// event is a line of `go test -json` ("go doc test2json", "go help buildjson").
type event struct {
	Action, Package, Test, Output string
}

// running is a package whose tests run.
type running struct {
	// said is what the tests that have not passed printed, in its order.
	said []event
	// tests run; none of them waits for its turn.
	tests map[string]bool
}

// testRun is one of go test.
type testRun struct {
	out      io.Writer
	packages map[string]*running
	// ended and tests are how many packages and tests have ended.
	ended, tests int
}

func newRun(out io.Writer) *testRun { return &testRun{out: out, packages: map[string]*running{}} }

// take takes a line; one that is no event is printed as it is, and so is what the
// compiler says.
func (r *testRun) take(line []byte) {
	var e event
	if json.Unmarshal(line, &e) != nil {
		_, _ = r.out.Write(line)
		return
	}
	if e.Package == "" {
		_, _ = io.WriteString(r.out, e.Output)
		return
	}
	p := r.packages[e.Package]
	if p == nil {
		p = &running{tests: map[string]bool{}}
		r.packages[e.Package] = p
	}
	if e.Test == "" {
		r.takePackage(p, e)
		return
	}
	switch e.Action {
	case "run", "cont":
		p.tests[e.Test] = true
	case "pause":
		delete(p.tests, e.Test)
	case "output":
		if !strings.HasPrefix(e.Output, "=== ") {
			p.said = append(p.said, e)
		}
	case "fail":
		r.tests++
		delete(p.tests, e.Test)
	case "pass", "skip":
		r.tests++
		delete(p.tests, e.Test)
		p.said = slices.DeleteFunc(p.said, func(said event) bool { return said.Test == e.Test })
	}
}

func (r *testRun) takePackage(p *running, e event) {
	switch e.Action {
	case "output":
		p.said = append(p.said, e)
	case "pass", "skip", "fail":
		for _, said := range p.said {
			if e.Action == "fail" || strings.HasPrefix(said.Output, "ok  \t") {
				_, _ = io.WriteString(r.out, said.Output)
			}
		}
		r.ended++
		delete(r.packages, e.Package)
	}
}

// String says how far the run is.
func (r *testRun) String() string {
	text := fmt.Sprintf("%d packages and %d tests are through", r.ended, r.tests)
	for _, name := range slices.Sorted(maps.Keys(r.packages)) {
		var tests []string
		for test := range r.packages[name].tests {
			if !r.packages[name].waits(test) {
				tests = append(tests, test)
			}
		}
		slices.Sort(tests)
		text += strings.TrimSuffix("; "+path.Base(name)+": "+strings.Join(tests, ", "), ": ")
	}
	return text
}

// waits says whether a test only waits for those that it is made of.
func (p *running) waits(test string) bool {
	for other := range p.tests {
		if strings.HasPrefix(other, test+"/") {
			return true
		}
	}
	return false
}
