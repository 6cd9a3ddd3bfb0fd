{#
    A text, or null when it is a word for "no value": the words of all vendors and those of the vendor of the row's
    system (ingest/vendors/*.yml). The word of another vendor is a value: a `- None -` of NetSuite that reached
    HubSpot is a fault. So is a placeholder such as Unknown that never changed.

    vendor  whose rows these are: a vendor with tables of its own, or `mapped` for raw_mapped, where the query joins
            `systems` (declared_systems). Without it, the vendor of the model: stg_<vendor>__<object>.
    keeps_words  see vendor_null_tokens.
#}
{% macro null_token(text, vendor=none, keeps_words=false) -%}
    {%- set vendor = vendor or vendor_of_model() -%}
    {%- set tokens = vendor_null_tokens(vendor, keeps_words) -%}
    case when {{ adapter.dispatch('is_listed')(text, tokens) }}
        {%- if vendor == 'mapped' %} or {{ adapter.dispatch('is_element')('systems.null_tokens', text) }}{% endif %} then null else {{ text }} end
{%- endmacro %}

{% macro vendor_of_model() %}
    {#- A unit test is compiled as the model it tests. -#}
    {%- set name = (model.get('tested_node_unique_id') or model.unique_id).split('.')[-1] -%}
    {%- if '__' not in name -%}
        {{ exceptions.raise_compiler_error('null_token: ' ~ name ~ ' belongs to no vendor: pass `vendor`') }}
    {%- endif -%}
    {{ return(name.split('__')[0].split('_', 1)[1]) }}
{% endmacro %}

{#
    Whether a text is one of `words`. Most values are longer than most words, and skip the short ones.
    DuckDB would make a join of each constant list, and a query with hundreds of them takes seconds:
    so the short words are one text, with a separator (ASCII 31) that no word has.
#}
{% macro duckdb__is_listed(text, words) -%}
    {%- set short = [] -%}
    {%- set long = [] -%}
    {%- for word in words -%}{%- do (short if word | length < 11 else long).append(word) -%}{%- endfor -%}
    strlen({{ text }}) < 11
    and contains(
        chr(31) || '{{ short | join("' || chr(31) || '") }}' || chr(31),
        chr(31) || {{ text }} || chr(31)
    )
    {%- for word in long %} or {{ text }} = '{{ word }}'{% endfor %}
{%- endmacro %}

{% macro spark__is_listed(text, words) -%}
    {{ text }} in ('{{ words | join("', '") | replace('\\', '\\\\') }}')
{%- endmacro %}

{% macro duckdb__is_element(list, text) %}list_contains({{ list }}, {{ text }}){% endmacro %}

{% macro spark__is_element(list, text) %}array_contains({{ list }}, {{ text }}){% endmacro %}
