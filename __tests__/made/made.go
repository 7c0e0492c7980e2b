// Package made keeps what tests made below .tools, by the content that they made it
// of, so that what is unchanged is made once.
package made

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Of is the folder in place with what make makes of some content, which has to be all
// that the result depends on, the code of make with it. What was made of other content
// is removed.
func Of(place string, content [][]byte, make func(dir string) error) (dir string, err error) {
	hash := sha256.New()
	for _, part := range content {
		fmt.Fprintf(hash, "%d ", len(part))
		hash.Write(part)
	}
	dir = filepath.Join(place, fmt.Sprintf("%x", hash.Sum(nil)))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	if err := errors.Join(os.RemoveAll(place), os.MkdirAll(place, 0o755)); err != nil {
		return "", err
	}
	// A run that ends too early leaves nothing that looks whole.
	unfinished, err := os.MkdirTemp(place, "unfinished-")
	if err != nil {
		return "", err
	}
	if err := make(unfinished); err != nil {
		return "", err
	}
	return dir, os.Rename(unfinished, dir)
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
