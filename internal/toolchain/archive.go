package toolchain

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// unpack writes a gzipped tar archive's files into dir, without the one folder
// that such archives have at the top. Every write goes through os.Root, which
// refuses whatever would land outside dir, also through a symlink.
func unpack(archive io.Reader, dir string) error {
	zipped, err := gzip.NewReader(archive)
	if err != nil {
		return fmt.Errorf("opening the archive: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("opening the folder to unpack into: %w", err)
	}
	defer func() { _ = root.Close() }()

	var links []string
	entries := tar.NewReader(zipped)
	for {
		header, err := entries.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("reading the archive: %w", err)
		}
		if header.Typeflag == tar.TypeXGlobalHeader {
			continue
		}
		if !filepath.IsLocal(header.Name) {
			return fmt.Errorf("the archive's entry %q leaves its folder", header.Name)
		}
		_, name, below := strings.Cut(path.Clean(header.Name), "/")
		if !below {
			if header.Typeflag == tar.TypeDir {
				continue
			}
			return fmt.Errorf("the archive's entry %q lies beside its top folder", header.Name)
		}
		if err := unpackEntry(root, name, header, entries); err != nil {
			return fmt.Errorf("unpacking %s: %w", header.Name, err)
		}
		if header.Typeflag == tar.TypeSymlink {
			links = append(links, name)
		}
	}

	// Only now do all targets exist. Stat follows each link the way the system
	// will, so chains of links that leave dir are refused too.
	for _, link := range links {
		if _, err := root.Stat(link); err != nil {
			return fmt.Errorf("checking where the archive's link leads: %w", err)
		}
	}
	return nil
}

func unpackEntry(root *os.Root, name string, header *tar.Header, content io.Reader) error {
	if header.Typeflag == tar.TypeDir {
		return root.MkdirAll(name, 0o755)
	}
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	switch header.Typeflag {
	case tar.TypeSymlink:
		return root.Symlink(header.Linkname, name)
	case tar.TypeReg:
		file, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, header.FileInfo().Mode().Perm())
		if err != nil {
			return err
		}
		_, err = io.Copy(file, content)
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
		return err
	default:
		return fmt.Errorf("entries of type %q are not expected", header.Typeflag)
	}
}
