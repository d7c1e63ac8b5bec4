# How scripts put a flash sale on the running engine; sourced by them after engine.sh.
#
# Usage: id="$(flash_sale SELLER_TOKEN CHECKER_TOKEN TITLE STOCK PRICE SHOPPER_LIMIT ORDER_LIMIT OPENS_AT_SECOND)"
#        id="$(approved SELLER_TOKEN CHECKER_TOKEN BODY)"; teams_body SIZE TEAMS_A_SHOPPER

# Creates, submits and approves a sale of one hour with the one offer "item", and prints its id.
flash_sale() {
  approved "$1" "$2" "$(sale_body "${@:3}")"
}

# Creates, submits and approves what the BODY says, and prints its id.
approved() {
  local seller="$1" checker="$2" campaign id
  campaign="$(operations "$seller" POST /admin/v1/campaigns "$3")"
  [[ "$campaign" =~ \"id\":\ *\"([0-9A-Z]{13})\" ]] || fail "the engine's answer holds no campaign id: $campaign"
  id="${BASH_REMATCH[1]}"
  operations "$seller" POST "/admin/v1/campaigns/$id/submit" '{}' >/dev/null
  operations "$checker" POST "/admin/v1/campaigns/$id/approve" '{}' >/dev/null
  printf '%s\n' "$id"
}

# What creates such a sale, to be paid within $pay_within seconds: TITLE STOCK PRICE SHOPPER_LIMIT ORDER_LIMIT OPENS_AT_SECOND
sale_body() {
  printf '{"kind":"flash_sale","title":"%s","copy":"%s",' "$1" "$1"
  printf '"offers":[{"sku":"item","name":"%s","priceFen":%s,"listPriceFen":%s,"allocation":%s}],' "$1" "$3" "$3" "$2"
  printf '"opensAt":"%s","closesAt":"%s","payWithinSeconds":%s,' "$(utc "$6")" "$(utc $(($6 + 3600)))" "${pay_within:-900}"
  printf '"perShopperLimit":%s,"perOrderLimit":%s}' "$4" "$5"
}

# What creates a group-buy that is live for an hour, with stock for all: TEAM_SIZE TEAMS_A_SHOPPER
teams_body() {
  local terms
  terms="$(sale_body Teams 10000000 990 1000 1000 "$(($(date +%s) - 1))")"
  printf '%s,"rules":{"teamSize":%s,"teamSeconds":3600,"maxOpenTeamsPerShopper":%s}}' \
    "$(sed 's/flash_sale/group_buy/; s/}$//' <<<"$terms")" "$1" "$2"
}
