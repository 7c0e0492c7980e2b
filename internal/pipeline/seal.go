package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"
	"github.com/aws/aws-sdk-go-v2/service/kms"

	"github.com/example/predictive-maintenance/internal/terraform"
)

// seal encrypts what holds values in clear, for as long as it waits for
// consent: with the KMS key of the stack's state, since it holds nothing that
// the state doesn't. So whoever may read the state may read it, and nobody
// holds another key. The stack and the commit are part of it: what was sealed
// for others does not open.
type seal struct {
	ctx     context.Context
	client  *kms.Client
	key     string
	context map[string]string
}

// stanza is the name, in age's file, of how its key is wrapped.
const stanza = "aws-kms"

// newSeal is the seal of a stack at a commit; nil where the state is in no
// place with a key.
func newSeal(ctx context.Context, runner *terraform.Runner, stack, commit string) (*seal, error) {
	key, region, err := runner.Key(stack)
	if err != nil || key == "" {
		return nil, err
	}
	if err := runner.Admit(ctx, stack); err != nil {
		return nil, err
	}
	cfg, err := runner.Target.Config(ctx, region)
	if err != nil {
		return nil, err
	}
	return &seal{ctx, kms.NewFromConfig(cfg), key, map[string]string{"stack": stack, "commit": commit}}, nil
}

// Wrap encrypts the key of a file.
func (s *seal) Wrap(fileKey []byte) ([]*age.Stanza, error) {
	out, err := s.client.Encrypt(s.ctx, &kms.EncryptInput{KeyId: &s.key, Plaintext: fileKey, EncryptionContext: s.context})
	if err != nil {
		return nil, err
	}
	return []*age.Stanza{{Type: stanza, Body: out.CiphertextBlob}}, nil
}

// Unwrap decrypts the key of a file.
func (s *seal) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	for _, found := range stanzas {
		if found.Type != stanza {
			continue
		}
		out, err := s.client.Decrypt(s.ctx, &kms.DecryptInput{KeyId: &s.key, CiphertextBlob: found.Body, EncryptionContext: s.context})
		if err != nil {
			return nil, err
		}
		return out.Plaintext, nil
	}
	return nil, age.ErrIncorrectIdentity
}

// close encrypts a file into another.
func (s *seal) close(to, from string) (err error) {
	content, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, s)
	if err != nil {
		return fmt.Errorf("seal with %s: %w", s.key, err)
	}
	_, err = w.Write(content)
	if err := errors.Join(err, w.Close()); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	if err := os.WriteFile(to, sealed.Bytes(), 0o600); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	return nil
}

// open decrypts a file into another that only this user reads.
func (s *seal) open(to, from string) error {
	sealed, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), s)
	if err != nil {
		return fmt.Errorf("open with %s (it was sealed for %s at %s, or not at all): %w", s.key, s.context["stack"], short(s.context["commit"]), err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		return fmt.Errorf("open: %w", err)
	}
	return nil
}
