{#
    Parse a raw column in a staging model. A plain value needs one cast; other values were parsed
    once per column in models/prepare and are looked up. A value that could not be parsed is null
    and counted (audit_exports__columns). Needs the joins of join_parsed_values.

    time_of   as UTC.               date_of  as a day, no zone applied.
    money_of  an amount.            id_of    an id; null if a spreadsheet destroyed it, so that it joins no row.
#}
{% macro time_of(column, source='source') -%}
    {%- set text = source ~ '.' ~ adapter.quote(column) -%}
    {%- set zone = "'UTC'" if column.endswith('_utc') else 'systems.time_zone' -%}
    case
        when {{ is_iso(text) }}
        then {{ iso_to_utc(text, zone) }}
        else {{ map_value('read_values.times', dbt.string_literal(column)) }}
    end
{%- endmacro %}

{% macro date_of(column) -%}
    {%- set text = 'source.' ~ adapter.quote(column) -%}
    cast(
        case
            when {{ is_iso(text) }}
            then {{ iso_ts(text) }}
            else {{ map_value('read_values.written_times', dbt.string_literal(column)) }}
        end as date
    )
{%- endmacro %}

{% macro money_of(column, source='source') -%}
    {%- set text = source ~ '.' ~ adapter.quote(column) -%}
    case
        when {{ is_plain_value('number', text) }}
        then try_cast(try_cast({{ text }} as decimal(38, 6)) as decimal(18, 4))
        else {{ map_value('read_values.amounts', dbt.string_literal(column)) }}
    end
{%- endmacro %}

{% macro id_of(column, key_kind='text', source='source', vendor=none) -%}
    {%- set text = source ~ '.' ~ adapter.quote(column) -%}
    {{ usable_id(column, salesforce_id(text) if key_kind == 'salesforce_id' else null_token(text, vendor)) }}
{%- endmacro %}

{# The same for an id of a mapped file that points into a system of that vendor. #}
{% macro mapped_id_of(column, vendor) -%}
    {{ usable_id(column, mapped_id('source.' ~ adapter.quote(column), vendor)) }}
{%- endmacro %}

{% macro usable_id(column, id) -%}
    case when position('|{{ column }}|' in read_values.lost_ids) > 0 then null else {{ id }} end
{%- endmacro %}

{#
    The joins for these macros; needs the CTEs source, systems (declared_systems) and read_values,
    the rows of int_parsed_values of its table. A mapped file may be loaded into one table as
    several objects.
#}
{% macro join_parsed_values(is_mapped=false) -%}
    left join systems on source._system = systems.system
    left join
        read_values
        on source._file = read_values.source_file
        and source._row = read_values.source_row
        and source._system = read_values.system
        {%- if is_mapped %} and source._object = read_values.object {%- endif %}
{%- endmacro %}
