package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// What the project has set itself.
const (
	mostToTSNode = 0.40
	mostToTSC    = 2.0
	mostMemory   = 350e6
)

// measured is what the report is about.
type measured struct {
	golang, eager, tsNode, bareTSNode, tsc *variant
}

// all lists the variants in the order in which they run.
func (m measured) all() []*variant {
	return []*variant{m.golang, m.eager, m.tsNode, m.bareTSNode, m.tsc}
}

// report prints the table and the targets, and returns how many were missed.
func report(w io.Writer, m measured) (missed int, err error) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "variant\tmedian wall\tfastest-slowest\tto Go\tpeak memory\t")
	for _, v := range m.all() {
		fmt.Fprintf(table, "%s\t%.2f s\t%.2f-%.2f s\t%.2f\t%s\t\n", v.name, v.median().Seconds(),
			slices.Min(v.walls).Seconds(), slices.Max(v.walls).Seconds(), ratio(v, m.golang), v.peak)
	}
	if err := table.Flush(); err != nil {
		return 0, err
	}
	fmt.Fprintln(w, "\nThe ratios are what counts: the seconds are this machine's, at this moment.")
	if slices.ContainsFunc(m.all(), unsteady) {
		fmt.Fprintln(w, "The runs of a variant differ by more than half: the machine was busy, and another run may say otherwise.")
	}

	toTSNode, toTSC := ratio(m.golang, m.tsNode), ratio(m.golang, m.tsc)
	targets := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(what, got, limit, verdict string) {
		fmt.Fprintf(targets, "%s\t%s\ttarget at most %s\t%s\n", what, got, limit, verdict)
	}
	judge := func(met bool) string {
		if met {
			return "met"
		}
		missed++
		return "MISSED"
	}
	line("Go / npx ts-node", fmt.Sprintf("%.2f", toTSNode), fmt.Sprintf("%.2f", mostToTSNode), judge(toTSNode <= mostToTSNode))
	line("Go / tsc", fmt.Sprintf("%.2f", toTSC), fmt.Sprintf("%.2f", mostToTSC), judge(toTSC <= mostToTSC))
	memory := "not measured, it takes Linux"
	if m.golang.peak.bytes > 0 {
		memory = judge(m.golang.peak.bytes <= mostMemory)
	}
	line("Go, peak memory", m.golang.peak.String(), fmt.Sprintf("%.0f MB", mostMemory/1e6), memory)
	return missed, targets.Flush()
}

// unsteady tells a variant whose runs something else has slowed, and not all
// alike. Even the ratios of medians say less then.
func unsteady(v *variant) bool {
	return slices.Max(v.walls) > slices.Min(v.walls)*3/2
}

func ratio(v, to *variant) float64 {
	return float64(v.median()) / float64(max(to.median(), time.Nanosecond))
}

// String counts in millions of bytes.
func (m memory) String() string {
	switch {
	case m.bytes == 0:
		return "-"
	case m.resident:
		return fmt.Sprintf("%.0f MB (RSS)", float64(m.bytes)/1e6)
	default:
		return fmt.Sprintf("%.0f MB", float64(m.bytes)/1e6)
	}
}
