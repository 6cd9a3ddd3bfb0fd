{#
    A value in the form in which values of its kind are compared; a value that is not of its kind
    stays as text. `value` is already cleaned (clean_value). Two values with the same form are the
    same value: case and spaces, punctuation of phones, spelling of numbers, booleans and money,
    the order of a multi-value and the notation of a date or time make no difference.

    kind   field kind, value  cleaned text: SQL expressions (column names, because they are
    repeated). reading  of the side it comes from, see reading_of.
#}
{% macro normalise_value(kind, value, reading) -%}
    {%- set zone, order = reading.zone, reading.order -%}
    case
        when {{ kind }} = 'consent'
        then {{ consent_form(value, reading) }}
        when {{ value }} is null
        then null
        when {{ kind }} in ('text', 'picklist')
        then lower({{ value }})
        when {{ kind }} = 'email'
        then coalesce({{ email_address(value) }}, lower({{ value }}))
        when {{ kind }} = 'id'
        then {{ comparable_id(value) }}
        when {{ kind }} = 'phone'
        then
            coalesce(
                {{ phone_normalised(value) }} || coalesce(' x' || {{ phone_extension(value) }}, ''),
                lower({{ value }})
            )
        when {{ kind }} = 'number'
        then coalesce({{ normalise_number(value) }}, lower({{ value }}))
        when {{ kind }} = 'money'
        then
            coalesce(
                {{ replace_pattern(
                    'cast(' ~ parse_money(value, reading.mark) ~ ' as ' ~ dbt.type_string() ~ ')', '[.]?0+$'
                ) }},
                lower({{ value }})
            )
        when {{ kind }} = 'boolean'
        then
            coalesce(
                case {{ to_boolean(value) }} when true then 'true' when false then 'false' end,
                lower({{ value }})
            )
        when {{ kind }} = 'multi'
        then {{ sorted_set('lower(' ~ value ~ ')', reading.keeps_commas) }}
        -- The day number of a spreadsheet where a date belongs is damage, not a notation.
        when
            {{ kind }} in ('date', 'timestamp')
            and {{ matches_pattern(value, '^[0-9]{5}([.,][0-9]+)?$') }}
        then {{ value }}
        when {{ kind }} = 'date'
        then coalesce({{ written_day(value, zone, order) }}, lower({{ value }}))
        when {{ kind }} = 'timestamp'
        then
            coalesce(
                cast({{ utc_ts(value, zone, order) }} as {{ dbt.type_string() }}),
                lower({{ value }})
            )
        else lower({{ value }})
    end
{%- endmacro %}
