package progress

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// The clock of these tests is not the machine's.

func TestQuickStepSaysNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said strings.Builder
		done := step(&said, "unpacking")
		time.Sleep(patience - time.Millisecond)
		done()
		time.Sleep(time.Hour)
		if said.Len() > 0 {
			t.Errorf("said %q", said.String())
		}
	})
}

func TestLongStepSaysWhatItIsUntilItEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said strings.Builder
		done := step(&said, "unpacking")
		time.Sleep(patience + 2*again + time.Second)
		done()
		time.Sleep(time.Hour)
		if got, want := said.String(), "unpacking ...\nunpacking ... 35 s\nunpacking ... 65 s\n"; got != want {
			t.Errorf("said %q, not %q", got, want)
		}
	})
}
