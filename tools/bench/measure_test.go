package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		values []time.Duration
		want   time.Duration
	}{{nil, 0}, {[]time.Duration{3}, 3}, {[]time.Duration{9, 1, 2}, 2}, {[]time.Duration{8, 1, 2, 4}, 3}} {
		if got := median(c.values); got != c.want {
			t.Errorf("the median of %v is %v, not %v", c.values, got, c.want)
		}
	}
}

func TestReportJudges(t *testing.T) {
	ran := func(wall time.Duration, bytes int64) *variant {
		return &variant{walls: []time.Duration{wall}, peak: memory{bytes: bytes}}
	}
	m := measured{
		golang: ran(2*time.Second, 351e6), eager: ran(4*time.Second, 0),
		tsNode: ran(5*time.Second, 0), bareTSNode: ran(4*time.Second, 0), tsc: ran(time.Second/2, 0),
	}
	var out strings.Builder
	missed, err := report(&out, m)
	if err != nil {
		t.Fatal(err)
	}
	if missed != 2 {
		t.Errorf("%d targets missed, not 2:\n%s", missed, out.String())
	}
	var verdicts []string
	for line := range strings.Lines(out.String()) {
		if strings.Contains(line, "target at most") {
			words := strings.Fields(line)
			verdicts = append(verdicts, words[len(words)-1])
		}
	}
	if want := []string{"met", "MISSED", "MISSED"}; !slices.Equal(verdicts, want) {
		t.Errorf("the verdicts are %v:\n%s", verdicts, out.String())
	}
}

func TestNeutral(t *testing.T) {
	got := neutral([]string{"HOME=/h", "NODE_OPTIONS=--x", "CDKTF_OUTDIR=o", "TS_NODE_FILES=1", "PATH=/p"})
	if want := []string{"HOME=/h", "PATH=/p"}; !slices.Equal(got, want) {
		t.Errorf("kept %v", got)
	}
}
