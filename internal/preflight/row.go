package preflight

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Verdict is what a row means to the apply.
type Verdict string

// The verdicts.
const (
	OK Verdict = "ok"
	// Warns is what somebody has to do, now or later; the apply goes on.
	Warns Verdict = "warning"
	// Blocks is what the apply fails at, or never gets past.
	Blocks Verdict = "BLOCKS"
	// NotSeen is what could not be looked at.
	NotSeen Verdict = "not seen"
)

// Row is one thing that the apply needs.
type Row struct {
	Verdict Verdict
	// What it is, how much of it is needed, and what was found.
	What, Needed, Found string
	// Do says what to do; empty where there is nothing.
	Do string
}

// Report is the table of a stack.
type Report struct {
	Stack string
	Rows  []Row
}

// Write writes the table and, below it, how it came out.
func (r Report) Write(out io.Writer) error {
	var text bytes.Buffer
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, row := range append([]Row{{"", "what", "needed", "found", "what to do"}}, r.Rows...) {
		_, _ = fmt.Fprintln(table, strings.Join([]string{string(row.Verdict), row.What, row.Needed, row.Found, row.Do}, "\t"))
	}
	_ = table.Flush() // into memory
	for line := range strings.Lines(text.String()) {
		if _, err := fmt.Fprintln(out, strings.TrimRight(line, " \n")); err != nil {
			return fmt.Errorf("write the table: %w", err)
		}
	}
	_, err := fmt.Fprintf(out, "%d ok, %d to see to, %d not seen, %d in the way of %s\n",
		r.count(OK), r.count(Warns), r.count(NotSeen), r.count(Blocks), r.Stack)
	return err
}

// Err names what is in the way of the apply; nil where nothing is.
func (r Report) Err() error {
	var names []string
	for _, row := range r.Rows {
		if row.Verdict == Blocks {
			names = append(names, row.What)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return fmt.Errorf("an apply of %s would fail: %s", r.Stack, strings.Join(names, "; "))
}

func (r Report) count(v Verdict) (n int) {
	for _, row := range r.Rows {
		if row.Verdict == v {
			n++
		}
	}
	return n
}
