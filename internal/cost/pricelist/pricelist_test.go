package pricelist

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/pricing"

	"github.com/example/predictive-maintenance/internal/cost"
)

// asked is what GetProducts sends.
type asked struct {
	ServiceCode, FormatVersion, NextToken string
	Filters                               []struct{ Type, Field, Value string }
}

func (a asked) filter(field string) string {
	for _, f := range a.Filters {
		if f.Field == field && f.Type == "TERM_MATCH" {
			return f.Value
		}
	}
	return ""
}

// api answers with what is in testdata of the service in a region, a product a
// page: products in the form that AWS documents for aws_v1.
func api(t *testing.T) *pricing.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("X-Amz-Target"); got != "AWSPriceListService.GetProducts" {
			t.Errorf("asked for %s", got)
		}
		var a asked
		if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
			t.Error(err)
		}
		var products []json.RawMessage
		content, err := os.ReadFile("testdata/" + a.ServiceCode + ".json")
		if err == nil {
			err = json.Unmarshal(content, &products)
		} else if os.IsNotExist(err) {
			err = nil
		}
		if err != nil {
			t.Error(err)
		}
		products = slices.DeleteFunc(products, func(p json.RawMessage) bool {
			region := a.filter("regionCode")
			return region != "" && !strings.Contains(string(p), fmt.Sprintf("%q", region))
		})
		page := 0
		if a.NextToken != "" {
			fmt.Sscan(a.NextToken, &page)
		}
		answer := map[string]any{"FormatVersion": "aws_v1", "PriceList": []string{}}
		if page < len(products) {
			answer["PriceList"] = []string{string(products[page])}
		}
		if page+1 < len(products) {
			answer["NextToken"] = fmt.Sprint(page + 1)
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		if err := json.NewEncoder(w).Encode(answer); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return pricing.New(pricing.Options{Region: Region, BaseEndpoint: aws.String(server.URL), Credentials: aws.AnonymousCredentials{}})
}

func TestRefresh(t *testing.T) {
	old := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	today := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	prices := cost.Prices{
		{ID: "nat.hour", Region: "us-east-1", USD: 0.04, Unit: "hour", Checked: old, Source: "https://a.example"},
		{ID: "kms.requests", Region: "us-east-1", USD: 0.03, Unit: "10,000 requests to KMS", Checked: old, Source: "https://a.example"},
		{ID: "alb.hour", Region: "us-east-1", USD: 0.0225, Unit: "hour", Checked: old, Source: "https://a.example"},
		{ID: "supabase.small", Region: cost.Everywhere, USD: 0.0206, Unit: "hour", Checked: old, Source: "https://a.example"},
	}
	refreshed, lines, err := Refresh(t.Context(), api(t), prices, []string{"us-east-1", "eu-central-1"}, today)
	if err != nil {
		t.Fatal(err)
	}
	said := strings.Join(lines, "\n")
	for _, want := range []string{
		"nat.hour in us-east-1 was 0.04, and is 0.045", "nat.hour in eu-central-1 is new: 0.052", "nat.gb in us-east-1 is new: 0.045",
		"alb.hour in us-east-1 stays as it is: AWS has 2 prices of it", "firehose.gb in us-east-1 stays as it is: AWS has 0 prices of it",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in:\n%s", want, said)
		}
	}
	if strings.Contains(said, "kms.requests in us-east-1") {
		t.Errorf("what costs the same is told:\n%s", said)
	}
	want := cost.Prices{
		{ID: "nat.hour", Region: "us-east-1", USD: 0.045, Unit: "hour", Checked: today, Source: "https://api.pricing.us-east-1.amazonaws.com/?ServiceCode=AmazonEC2"},
		// The first 20,000 are free.
		{ID: "kms.requests", Region: "us-east-1", USD: 0.03, Unit: "10,000 requests to KMS", Checked: today, Source: "https://api.pricing.us-east-1.amazonaws.com/?ServiceCode=awskms"},
		prices[2], prices[3],
	}
	if got := refreshed[:len(prices)]; !slices.Equal(got, want) {
		t.Errorf("refreshed to\n%v, not\n%v", got, want)
	}
	if prices[0].USD != 0.04 {
		t.Error("the prices that were there are changed")
	}
	// What is written can be read.
	content, err := refreshed.Format()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := cost.Parse(content); err != nil || len(again) != len(refreshed) {
		t.Errorf("%d of %d prices are read: %v", len(again), len(refreshed), err)
	}
}

func TestRefreshSaysWhatAWSRefused(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"__type": "AccessDeniedException", "message": "no pricing:GetProducts"}`)
	}))
	defer server.Close()
	client := pricing.New(pricing.Options{Region: Region, BaseEndpoint: aws.String(server.URL), Credentials: aws.AnonymousCredentials{}})
	_, _, err := Refresh(t.Context(), client, nil, []string{"us-east-1"}, time.Time{})
	if err == nil || !strings.Contains(err.Error(), "Price List API for fargate.vcpu in us-east-1") || !strings.Contains(err.Error(), "no pricing:GetProducts") {
		t.Errorf("%v", err)
	}
}

// A price whose unit is another than the file's would be counted wrongly.
func TestUnitsAreThoseOfTheFile(t *testing.T) {
	prices, err := cost.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range prices {
		for _, q := range queries {
			if q.id == p.ID && q.unit != p.Unit {
				t.Errorf("%s is of a %q, and asked for by %q", p.ID, p.Unit, q.unit)
			}
		}
	}
}
