{# The page of an address: host and path in lower case, without scheme, parameters and last slash. #}
{% macro page_of_url(url) -%}
    nullif(
        {{ replace_pattern(
            "split_part(split_part(lower(trim(" ~ url ~ ")), '?', 1), '#', 1)", '^https?://|/+$'
        ) }},
        ''
    )
{%- endmacro %}
