// Package made keeps what generators made below .tools, by the content that they
// made it of, so that what is unchanged is made once.
package made

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Of is the folder in place with what make makes of some content, which has to be all
// that the result depends on. What was made of other content is removed.
func Of(t testing.TB, place string, content [][]byte, make func(dir string)) (dir string) {
	t.Helper()
	hash := sha256.New()
	for _, part := range content {
		fmt.Fprintf(hash, "%d ", len(part))
		hash.Write(part)
	}
	dir = filepath.Join(place, fmt.Sprintf("%x", hash.Sum(nil)))
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	require.NoError(t, os.RemoveAll(place))
	require.NoError(t, os.MkdirAll(place, 0o755))
	// A run that ends too early leaves nothing that looks whole.
	unfinished, err := os.MkdirTemp(place, "unfinished-")
	require.NoError(t, err)
	make(unfinished)
	require.NoError(t, os.Rename(unfinished, dir))
	return dir
}

// Read is the content of files.
func Read(t testing.TB, files ...string) (content [][]byte) {
	t.Helper()
	for _, file := range files {
		read, err := os.ReadFile(file)
		require.NoError(t, err)
		content = append(content, read)
	}
	return content
}
