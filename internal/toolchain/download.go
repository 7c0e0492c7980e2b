package toolchain

import (
	"bufio"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

func newHTTPClient() *http.Client {
	return &http.Client{
		Timeout: 15 * time.Minute,
		Transport: &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
			TLSHandshakeTimeout:   10 * time.Second,
			ResponseHeaderTimeout: 30 * time.Second,
			ForceAttemptHTTP2:     true,
		},
	}
}

// get opens a URL that has to answer 200; the caller closes the body.
func (in *installer) get(ctx context.Context, url string) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, fmt.Errorf("asking for %s: %w", url, err)
	}
	resp, err := in.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("downloading: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		_ = resp.Body.Close()
		return nil, fmt.Errorf("downloading %s: the server answered %s", url, resp.Status)
	}
	return resp.Body, nil
}

// reach fails fast where a server cannot be reached at all, whatever it
// answers.
func (in *installer) reach(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
	if err != nil {
		return fmt.Errorf("asking for %s: %w", url, err)
	}
	resp, err := in.http.Do(req)
	if err != nil {
		return fmt.Errorf("downloading: %w", err)
	}
	return resp.Body.Close()
}

// download writes a URL's content to a file, and refuses content whose sum is
// not the expected one: SHA-256 in hexadecimal digits, or SHA-512 as npm writes
// it (Subresource Integrity).
func (in *installer) download(ctx context.Context, url, file, sum string) (err error) {
	body, err := in.get(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }()

	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("saving %s: %w", url, err)
	}
	hash, kind, encode := sha256.New(), "SHA-256", hex.EncodeToString
	if integrity, ok := strings.CutPrefix(sum, "sha512-"); ok {
		hash, kind, encode, sum = sha512.New(), "SHA-512", base64.StdEncoding.EncodeToString, integrity
	}
	_, err = io.Copy(io.MultiWriter(f, hash), body)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("saving %s: %w", url, err)
	}
	if got := encode(hash.Sum(nil)); got != sum {
		return fmt.Errorf("checking %s: its %s sum is %s, not %s", url, kind, got, sum)
	}
	return nil
}

// checksum reads the sum of one file from a list as sha256sum writes it.
func (in *installer) checksum(ctx context.Context, url, file string) (string, error) {
	body, err := in.get(ctx, url)
	if err != nil {
		return "", err
	}
	defer func() { _ = body.Close() }()

	lines := bufio.NewScanner(io.LimitReader(body, 1<<20))
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) == 2 && fields[1] == file {
			return strings.ToLower(fields[0]), nil
		}
	}
	if err := lines.Err(); err != nil {
		return "", fmt.Errorf("reading %s: %w", url, err)
	}
	return "", fmt.Errorf("reading %s: it has no sum for %s", url, file)
}
