package envs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// lines are the messages of a validation error, one a problem. It fails where
// the error is anything but problems joined.
func lines(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	require.True(t, ok, "%T doesn't hold several errors", err)
	var found []string
	for _, one := range joined.Unwrap() {
		var problem envs.Problem
		require.ErrorAs(t, one, &problem)
		require.NotEmpty(t, problem.Field)
		require.NotEmpty(t, problem.Rule)
		found = append(found, one.Error())
	}
	return found
}

// tooLong is the message for one of the environment's names that is over its
// limit.
func tooLong(field, name, kind string, least, most int) string {
	return fmt.Sprintf("%s = %q: %s has %d characters; AWS takes %d to %d", field, name, kind, len(name), least, most)
}

// refusedName is the message for one of the environment's names that AWS keeps
// for itself.
func refusedName(field, name, kind, part string) string {
	return fmt.Sprintf("%s = %q: %s has %q where AWS refuses it", field, name, kind, part)
}

// chars is a well-formed part of a name, of n characters.
func chars(n int) string { return strings.Repeat("a", n) }
