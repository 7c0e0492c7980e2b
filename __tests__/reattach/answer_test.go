package reattach

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/mem"
)

// A provider is asked each question once, unless it could not answer.
func TestAnswersAreAskedForOnce(t *testing.T) {
	var a answers
	times, fail := 0, true
	ask := func(context.Context) (mem.BufferSlice, error) {
		times++
		if fail {
			return nil, errors.New("the provider has ended")
		}
		return mem.BufferSlice{mem.SliceBuffer("yes")}, nil
	}
	r := &relay{program: "provider"}
	question := func(method, request string, c byte) question {
		return r.question(&walk{configuration: configuration{c}}, method, mem.BufferSlice{mem.SliceBuffer(request)})
	}
	first := question("Plan", "a change", 1)
	_, err := a.to(t.Context(), first, ask)
	require.Error(t, err)
	fail = false
	for range 2 {
		answer, err := a.to(t.Context(), first, ask)
		require.NoError(t, err)
		assert.Equal(t, "yes", string(answer.Materialize()))
	}
	assert.Equal(t, 2, times)
	for i, other := range []struct {
		method, request string
		configuration   byte
	}{{"Validate", "a change", 1}, {"Plan", "another", 1}, {"Plan", "a change", 2}} {
		_, err := a.to(t.Context(), question(other.method, other.request, other.configuration), ask)
		require.NoError(t, err)
		assert.Equal(t, 3+i, times, other)
	}
}
