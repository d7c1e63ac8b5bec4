# The rows of scripts/bench: what is sent, where, and what must come back; sourced by it after campaign.sh.
#
# Usage: go_quick; open_campaigns; is_bare ROW; path_of ROW; server_of ROW
# Each row follows the bare one that it is compared with: as long an answer to the same kind of request.
rows=(B settled reserved assist join_team B_refusal refused sold_out B_get campaign)
declare -A bare=([settled]=B [reserved]=B [assist]=B [join_team]=B [refused]=B_refusal [sold_out]=B_refusal [campaign]=B_get
  [B]=B [B_refusal]=B_refusal [B_get]=B_get)
declare -A status=([settled]=201 [reserved]=202 [assist]=200 [join_team]=201 [refused]=409 [sold_out]=409 [campaign]=200
  [B]=201 [B_refusal]=201 [B_get]=200)
declare -A code=([settled]=OK [reserved]=OK [assist]=OK [join_team]=OK [refused]=LIMIT_REACHED [sold_out]=SOLD_OUT)
declare -A action=([settled]=purchase [reserved]=purchase [refused]=purchase [sold_out]=purchase [assist]=assist
  [join_team]=join_team)
purchase='{"sku":"item","quantity":1,"source":{"sharedBy":"friend-01"}}'
declare -A body=([B]="$purchase" [B_refusal]="$purchase" [settled]="$purchase" [reserved]="$purchase" [refused]="$purchase"
  [sold_out]="$purchase" [assist]='{"chainId":"%s","source":{"sharedBy":"friend-01"}}'
  [join_team]='{"teamId":"%s","source":{"sharedBy":"friend-01"}}')
declare -A sale=() yardstick=()

# Short rounds, fewer formations, and one bare row for all that is posted: nobody has time for more.
go_quick() {
  mode=quick seconds=1 warm_seconds=2 formations=([assist]=5000 [join_team]=5000)
  bare[refused]=B bare[sold_out]=B rows=(B settled reserved assist join_team refused sold_out B_get campaign)
}

# Whether a ROW is one of the bare server.
is_bare() {
  [[ "${bare[$1]:-}" == "$1" ]]
}

# A campaign a row, and a purchase, a refusal and a look by hand: they tell how long the answers are.
open_campaigns() {
  local opens reserved order refusal look
  opens=$(($(date +%s) - 1))
  sale[settled]="$(flash_sale "$operator" "$operator" Settled 10000000 990 1000 1000 "$opens")"
  sale[refused]="$(flash_sale "$operator" "$operator" Refused 1000000 990 1 1 "$opens")"
  sale[sold_out]="$(flash_sale "$operator" "$operator" "Sold out" 100 990 1000 1000 "$opens")"
  sale[campaign]="${sale[settled]}"
  reserved="$(sale_body Reserved 10000000 990 1000 1000 "$opens")"
  sale[reserved]="$(approved "$operator" "$operator" "${reserved%\}},\"ack\":\"reserved\"}")"
  order="$(answer_bytes settled)" bought[${sale[settled]}]=1
  run_java Once "count=$shoppers" tokens="$work/tokens" salt=first "path=$(path_of refused)" "body=$purchase"
  bought[${sale[refused]}]="$shoppers" bought[${sale[sold_out]}]=100
  refusal="$(answer_bytes refused)"
  look="$(answer_bytes campaign)"
  start_yardstick "$order" "$refusal" "$look"
  yardstick=([B]=0 [B_refusal]=1 [B_get]=2)
  printf 'answers: an order %s bytes, a refusal %s, a campaign %s\n' "$order" "$refusal" "$look" >&2
}

path_of() {
  if is_bare "$1"; then
    echo "/v1/bare"
  elif [[ "$1" == campaign ]]; then
    echo "/v1/campaigns/${sale[$1]}"
  else
    echo "/v1/campaigns/${sale[$1]}/actions/${action[$1]}"
  fi
}

# Where a ROW's requests go.
server_of() {
  if is_bare "$1"; then echo "http://127.0.0.1:${yardstick_ports[${yardstick[$1]}]}"; else echo "$public_url"; fi
}

# How long the answer to a ROW's request is, asked by the first shopper.
answer_bytes() {
  local sent=()
  [[ -z "${body[$1]:-}" ]] || sent=(-X POST -H 'Content-Type: application/json' -d "${body[$1]}")
  curl -sS --retry 20 --retry-delay 1 -H @<(head -n 1 "$work/tokens" | sed 's/^/Authorization: Bearer /') \
    -H 'Idempotency-Key: by-hand-01' "${sent[@]}" "$public_url$(path_of "$1")" | wc -c
}
